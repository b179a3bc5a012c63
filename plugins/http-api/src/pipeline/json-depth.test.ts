import { expect } from "chai";
import fc from "fast-check";
import { jsonDepthExceeds } from "./json-depth.js";

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe("the depth of JSON", () => {
  it("is what a parser would build, whatever strings hold", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8, stringUnit: fc.constantFrom("[", "{", "]", "}", '"', "\\", "é", "a") }), (value) => {
        const bytes = Buffer.from(JSON.stringify(value));
        const depth = depthOf(value);
        expect(jsonDepthExceeds(bytes, depth)).to.equal(false);
        if (depth > 0) expect(jsonDepthExceeds(bytes, depth - 1)).to.equal(true);
      }),
    );
  });

  it("is found in bytes of any kind, however many", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => !jsonDepthExceeds(bytes, 500)));
    expect(jsonDepthExceeds(Buffer.from("[".repeat(1_000_000)), 64)).to.equal(true);
  });
});
