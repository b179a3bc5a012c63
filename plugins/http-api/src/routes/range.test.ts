import { expect } from "chai";
import fc from "fast-check";
import { parseRange } from "./range.js";

describe("a byte range", () => {
  it("lies within the content, or is refused, or is ignored", () => {
    const number = fc.oneof(fc.nat(30).map(String), fc.constant(""), fc.constant("99999999999999999999"));
    fc.assert(
      fc.property(number, number, fc.nat(20), (first, last, size) => {
        const range = parseRange(`bytes=${first}-${last}`, undefined, '"e"', size);
        if (range === undefined || range === "unsatisfiable") return;
        expect(range.start).to.be.at.least(0).and.below(range.end);
        expect(range.end).to.be.at.most(size);
      }),
    );
  });

  it("is ignored when there are several, in other units, or of another version", () => {
    for (const header of ["bytes=0-1,3-4", "lines=0-1", "bytes=", "bytes=-", "bytes=a-b"]) expect(parseRange(header, undefined, '"e"', 10)).to.equal(undefined);
    expect(parseRange("bytes=0-1", '"other"', '"e"', 10)).to.equal(undefined);
    expect(parseRange("bytes=0-1", '"e"', '"e"', 10)).to.deep.equal({ start: 0, end: 2 });
  });
});
