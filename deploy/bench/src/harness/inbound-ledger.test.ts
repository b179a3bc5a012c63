import { expect } from "chai";
import { tally } from "./inbound-ledger.js";

describe("tally of inbound messages", () => {
  const times = (...keys: string[]) => new Map(keys.map((key) => [key, 1]));

  it("finds nothing where each message became one prompt", () => {
    expect(tally(["a", "b"], times("a", "b"), times("a", "b"))).to.deep.equal({ lost: 0, doubled: 0 });
  });
  it("counts what was not claimed, and what was claimed and never prompted, as lost", () => {
    expect(tally(["a", "b", "c"], times("a", "b"), times("a"))).to.deep.equal({ lost: 2, doubled: 0 });
  });
  it("counts each prompt beyond the first, and those that nobody asked for, as doubled", () => {
    expect(tally(["a"], times("a"), new Map([...times("ghost"), ["a", 3]]))).to.deep.equal({ lost: 0, doubled: 3 });
  });
});
