import { expect } from "chai";
import { toFailure } from "./failures.js";

describe("failures of the engine", () => {
  it("tell what a provider said in the middle of its stream, not the JSON of it", () => {
    const failure = toFailure({ name: "UnknownError", data: { message: '{"message":"The server is overloaded","code":503}' } });
    expect(failure).to.include({ code: "model.failed", message: "The server is overloaded" });
  });

  it("keep words that only look like JSON", () => {
    expect(toFailure({ name: "UnknownError", data: { message: "{broken" } })).to.include({ code: "runtime.failed", message: "{broken" });
  });
});
