import { expect } from "chai";
import { parseArguments, UsageError } from "./arguments.js";

describe("arguments of the benchmark runner", () => {
  const known = ["log", "turn", "ui"];

  it("runs everything by default", () => {
    expect(parseArguments([], known)).to.deep.equal({ ids: known, smoke: false, json: false });
  });
  it("keeps the registry's order whatever the order of the request, and takes lists and repeats", () => {
    expect(parseArguments(["--only", "ui,log", "--only", "log"], known).ids).to.deep.equal(["log", "ui"]);
  });
  it("names the benchmarks there are when one is unknown", () => {
    expect(() => parseArguments(["--only", "log,nope"], known)).to.throw(UsageError, "Unknown benchmark: nope\nThere are: log, turn, ui");
  });
  it("refuses an empty id, an unknown option and a stray word", () => {
    for (const argv of [["--only", ""], ["--fast"], ["log"]]) expect(() => parseArguments(argv, known), argv.join(" ")).to.throw(UsageError);
  });
});
