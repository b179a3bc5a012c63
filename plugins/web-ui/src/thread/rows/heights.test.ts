import { expect } from "chai";
import fc from "fast-check";
import { Heights } from "./heights.js";

const sizes = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 80 });
const filled = (values: number[]) => {
  const heights = new Heights();
  for (const value of values) heights.push(value);
  return heights;
};

describe("Heights", () => {
  it("sums what is before a row, after any changes", () => {
    fc.assert(
      fc.property(sizes, fc.array(fc.tuple(fc.nat(100), fc.integer({ min: 1, max: 500 }))), (values, changes) => {
        const heights = filled(values);
        for (const [index, value] of changes) {
          heights.set(index, value);
          if (index < values.length) values[index] = value;
        }
        for (let i = 0; i <= values.length; i++) expect(heights.before(i)).to.equal(values.slice(0, i).reduce((a, b) => a + b, 0));
      }),
    );
  });

  it("finds the row at a point", () => {
    fc.assert(
      fc.property(sizes, fc.nat(40_000), (values, offset) => {
        const heights = filled(values);
        const index = heights.indexAt(offset);
        if (offset >= heights.total) expect(index).to.equal(values.length - 1);
        else {
          expect(heights.before(index)).to.be.at.most(offset);
          expect(heights.before(index + 1)).to.be.above(offset);
        }
      }),
    );
  });

  it("answers for an empty list and for points above the top", () => {
    expect(new Heights().indexAt(100)).to.equal(0);
    expect(new Heights().total).to.equal(0);
    expect(filled([10, 10]).indexAt(-50)).to.equal(0);
  });
});
