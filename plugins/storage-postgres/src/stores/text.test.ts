import { expect } from "chai";
import fc from "fast-check";
import { containing, searchQuery, searchWords, storable } from "./text.js";

describe("text for Postgres", () => {
  it("holds no NUL and is well-formed, and is unchanged where it was already", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom("\u0000", "\ud83d", "\ude00", "a") }), (good, odd) => {
        for (const text of [good, odd, good + odd]) {
          const stored = storable(text);
          expect(stored).not.to.include("\u0000");
          expect(Buffer.from(stored, "utf8").toString("utf8")).to.equal(stored);
        }
        if (!good.includes("\u0000")) expect(storable(good)).to.equal(good);
      }),
    ));

  it("cuts words at everything that is neither letter nor digit, in any script", () => {
    expect(searchWords("Src/report-main.ts: Übersicht, 東京 2026!")).to.equal("src report main ts übersicht 東京 2026");
    expect(searchWords(" -- ")).to.equal("");
  });

  it("asks for all words by their beginnings, and for nothing when there is no word", () => {
    expect(searchQuery("Draft rep")).to.deep.equal({ query: "draft:* & rep:*", first: "draft" });
    expect(searchQuery("&|!():*'\\ \u0000")).to.equal(undefined);
  });

  it("makes wildcards of LIKE mean themselves", () => {
    expect(containing("50%_\\")).to.equal("%50\\%\\_\\\\%");
  });
});
