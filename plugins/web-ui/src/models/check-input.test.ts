import { expect } from "chai";
import { checkFields, type ModelFields, toInput } from "./check-input.js";

const fields = (change: Partial<ModelFields>): ModelFields => ({ kind: "demo", baseUrl: "", key: "", model: "", ...change });

describe("model provider fields", () => {
  it("ask for nothing with the demo model", () => expect(checkFields(fields({}))).to.deep.equal({}));
  it("ask for an address and refuse what is none", () => {
    expect(checkFields(fields({ kind: "openai-compatible" })).baseUrl).to.equal("setup.addressMissing");
    for (const baseUrl of ["localhost:11434", "ftp://x/v1", "http://", "http://a b/", "javascript:alert(1)"])
      expect(checkFields(fields({ kind: "openai-compatible", baseUrl })).baseUrl, baseUrl).to.equal("setup.addressInvalid");
    expect(checkFields(fields({ kind: "openai-compatible", baseUrl: " http://127.0.0.1:11434/v1 " }))).to.deep.equal({});
  });
  it("ask for a key where the provider needs one", () => {
    expect(checkFields(fields({ kind: "anthropic", key: "  " })).key).to.equal("setup.keyMissing");
    expect(checkFields(fields({ kind: "openai-compatible", baseUrl: "http://x" })).key).to.equal(undefined);
  });
  it("send only what belongs to the kind and was filled in", () => {
    expect(toInput(fields({ kind: "demo", baseUrl: "http://left.over", key: "left over" }))).to.deep.equal({ kind: "demo" });
    expect(toInput(fields({ kind: "openai", key: " sk-1 ", model: "" }))).to.deep.equal({ kind: "openai", key: "sk-1" });
  });
});
