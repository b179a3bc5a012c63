import { expect } from "chai";
import fc from "fast-check";
import { statsOf } from "./stats.js";

describe("statistics of samples", () => {
  it("interpolates between ranks", () => {
    const stats = statsOf([4, 1, 3, 2]);
    expect(stats).to.include({ n: 4, p50: 2.5, mean: 2.5, max: 4 });
    expect(stats.p95).to.be.closeTo(3.85, 1e-9);
  });
  it("refuses to make figures of nothing", () => {
    expect(() => statsOf([])).to.throw("No samples");
  });
  it("keeps quantiles ordered and within the samples, and leaves the samples as they were", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (samples) => {
        const before = [...samples];
        const { p50, p95, p99, max } = statsOf(samples);
        expect(samples).to.deep.equal(before);
        expect(Math.min(...samples) <= p50 && p50 <= p95 && p95 <= p99 && p99 <= max).to.equal(true);
      }),
    );
  });
});
