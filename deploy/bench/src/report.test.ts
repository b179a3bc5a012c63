import { expect } from "chai";
import { atLeast, atMost, below, ratioAtLeast, ratioAtMost } from "./measure/target.js";
import { renderTable, toRow } from "./report.js";

describe("report of benchmarks", () => {
  const measurement = { metric: "turn p50", value: 105, unit: "ms", baseline: 100, n: 10 };

  it("has every field, null where there is nothing to say", () => {
    expect(toRow("turn", { metric: "size", value: 80, unit: "KB", n: 1 })).to.deep.equal({
      id: "turn",
      metric: "size",
      value: 80,
      unit: "KB",
      baseline: null,
      ratio: null,
      p50: null,
      p95: null,
      n: 1,
      must: null,
      aim: null,
      ok: true,
    });
  });
  it("judges the ratio or the value, as the target says", () => {
    expect(toRow("turn", { ...measurement, must: ratioAtMost(1.05), aim: ratioAtMost(1.02) })).to.include({
      ratio: 1.05,
      must: "ratio ≤ 1.05",
      aim: "ratio ≤ 1.02",
      ok: true,
    });
    expect(toRow("turn", { ...measurement, must: ratioAtMost(1.04) }).ok).to.equal(false);
    expect(toRow("turn", { ...measurement, must: ratioAtLeast(1.06) }).ok).to.equal(false);
    expect(toRow("turn", { ...measurement, must: atMost(105) })).to.include({ must: "≤ 105 ms", ok: true });
    expect(toRow("turn", { ...measurement, must: atLeast(106) }).ok).to.equal(false);
    expect(toRow("turn", { ...measurement, must: below(105) }).ok).to.equal(false);
  });
  it("does not call a ratio met that could not be computed", () => {
    expect(toRow("turn", { ...measurement, baseline: 0, must: ratioAtMost(2) })).to.include({ ratio: null, ok: false });
  });
  it("lines the columns up and marks what was missed", () => {
    const rows = [toRow("turn", { ...measurement, must: ratioAtMost(1) }), toRow("a-longer-id", { ...measurement, value: 123_456 })];
    const [head, first, second] = renderTable(rows).split("\n") as [string, string, string];
    expect(head.indexOf("metric")).to.equal(first.indexOf("turn p50")).and.to.equal(second.indexOf("turn p50"));
    expect(first).to.match(/MISSED$/);
    expect(second).to.contain("123,456").and.to.match(/ok$/);
  });
});
