import { expect } from "chai";
import { ago, moment, span, startOfDay } from "./time.js";

const noon = new Date(2026, 10, 18, 12).getTime();
const HOUR = 3_600_000;

describe("times", () => {
  it("name a span by its one largest unit, rounded down", () => {
    expect([0, 999, 12_400, 61_000, 3_599_000, 3.9 * HOUR, 49 * HOUR, -5].map(span)).to.deep.equal([
      "0 s",
      "0 s",
      "12 s",
      "1 min",
      "59 min",
      "3 h",
      "2 d",
      "0 s",
    ]);
  });

  it("name a moment by span, weekday or date, the further away the coarser", () => {
    expect(moment(noon - 4 * 60_000, noon)).to.equal("4 min");
    expect(moment(startOfDay(noon), noon)).to.equal("12 h");
    expect(moment(startOfDay(noon) - 1, noon)).to.match(/^Tue/);
    expect(moment(noon - 20 * 24 * HOUR, noon)).to.match(/29/);
    expect(moment(new Date(2024, 1, 3).getTime(), noon)).to.match(/2024/);
  });

  it("say ago only within the day", () => {
    expect(ago(noon - 3 * HOUR, noon)).to.equal("3 h ago");
    expect(ago(noon - 30 * HOUR, noon)).to.match(/^Tue/);
  });
});
