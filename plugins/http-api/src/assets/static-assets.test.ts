import { isAbsolute, normalize } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { relativePath } from "./static-assets.js";

describe("the path of an asset", () => {
  it("never leaves its directory and never names a hidden file", () => {
    const piece = fc.constantFrom("..", ".", "%2e%2e", "%2E", "/", "%2f", "//", "\\", "%5c", "a", ".git", "%00", "%", "a.js", "%c0%ae");
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const path = relativePath(pieces.join(""));
        if (path === undefined || path === "") return;
        expect(isAbsolute(path)).to.equal(false);
        expect(normalize(path)).to.equal(path);
        for (const part of path.split("/")) expect(part).to.not.match(/^\.|[\0\\]/);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is decoded", () => {
    expect(relativePath("/assets/a%20b.js")).to.equal("assets/a b.js");
    expect(relativePath("/")).to.equal("");
  });
});
