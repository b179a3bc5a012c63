import { expect } from "chai";
import fc from "fast-check";
import { batches } from "./batches.js";

const sizeOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + JSON.stringify(text).length, 0);

describe("batches", () => {
  it("keep everything in order, and keep to both limits", () => {
    const texts = fc.array(fc.record({ unit: fc.constantFrom("x", "\u0000", "ü"), length: fc.constantFrom(0, 10, 60_000, 200_000) }), { maxLength: 30 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 10 }), (made, limit) => {
        const all = made.map(({ unit, length }) => unit.repeat(length));
        const parts = batches(all, limit);
        expect(parts.flat()).to.deep.equal(all);
        for (const part of parts) {
          expect(part.length).to.be.at.most(limit);
          if (part.length > 1) expect(sizeOf(part)).to.be.at.most(500_000);
          if (all.length > 0) expect(part).to.not.deep.equal([]);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("are one empty batch for nothing", () => {
    expect(batches([], 10)).to.deep.equal([[]]);
  });
});
