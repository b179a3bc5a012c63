import { expect } from "chai";
import { compact, cost, duration, elapsed, fileSize } from "./format.js";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("format", () => {
  it("writes durations in the units a person would use", () => {
    expect([0, 380, 4_130, 9_960, 48_400, 125_000, 120_000, 3_780_000].map(duration).map(plain)).to.deep.equal([
      "0.1 s",
      "0.4 s",
      "4.1 s",
      "10 s",
      "48 s",
      "2 min 5 s",
      "2 min",
      "1 h 3 min",
    ]);
  });

  it("counts whole seconds while something runs", () => {
    expect([200, 1_900, 12_100, 61_000].map(elapsed).map(plain)).to.deep.equal(["1 s", "1 s", "12 s", "1 min 1 s"]);
  });

  it("shortens large numbers", () => {
    expect([0, 840, 18_230, 1_300_000].map(compact)).to.deep.equal(["0", "840", "18.2k", "1.3M"]);
  });

  it("shows small sums of money", () => {
    expect([0, 0.07, 1.5, 0.00123, 12.345].map(cost)).to.deep.equal(["$0.00", "$0.07", "$1.50", "$0.0012", "$12.35"]);
  });

  it("writes sizes of files", () => {
    expect([0, 120, 3_400, 34_000, 2_540_000].map(fileSize).map(plain)).to.deep.equal(["0 B", "120 B", "3.4 kB", "34 kB", "2.5 MB"]);
  });
});
