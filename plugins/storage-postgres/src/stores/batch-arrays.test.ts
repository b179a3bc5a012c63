import { expect } from "chai";
import fc from "fast-check";
import { batchArrays, binaryTextArray } from "./batch-arrays.js";

describe("batch as columns", () => {
  it("writes arrays of text as Postgres reads them: a header, then each item with its length in bytes", () =>
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (items) => {
        const buffer = binaryTextArray(items);
        expect([0, 4, 8, 12, 16].map((at) => buffer.readInt32BE(at))).to.deep.equal([1, 0, 25, items.length, 1]);
        const read: string[] = [];
        for (let at = 20; at < buffer.length; ) {
          const length = buffer.readInt32BE(at);
          read.push(buffer.toString("utf8", at + 4, at + 4 + length));
          at += 4 + length;
        }
        expect(read).to.deep.equal(items);
      }),
    ));

  it("leaves out the paths of sub-agents where there is none", () => {
    const text = { kind: "text.appended", body: { message: "m", part: "p", text: "x" } } as const;
    expect(batchArrays([text]).paths).to.equal(null);
    expect(batchArrays([text, { ...text, agentPath: ["a"] }]).paths).to.deep.equal([null, '["a"]']);
    expect(batchArrays([text]).runs).to.deep.equal([null]);
  });
});
