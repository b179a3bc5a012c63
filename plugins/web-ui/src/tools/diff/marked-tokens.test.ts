import { expect } from "chai";
import fc from "fast-check";
import { markTokens } from "./marked-tokens.js";

describe("markTokens", () => {
  it("cuts pieces where a mark begins and ends", () => {
    const tokens = [
      { text: "return ", name: "tk-keyword" },
      { text: "parse(x);", name: "" },
    ];
    expect(markTokens(tokens, [[3, 10]])).to.deep.equal([
      { text: "ret", name: "tk-keyword" },
      { text: "urn ", name: "tk-keyword changed" },
      { text: "par", name: "changed" },
      { text: "se(x);", name: "" },
    ]);
  });

  it("keeps the text", () => {
    const tokens = fc.array(fc.record({ text: fc.string({ maxLength: 6 }), name: fc.constantFrom("", "k") }), { maxLength: 6 });
    const marks = fc.uniqueArray(fc.nat(30), { maxLength: 6 }).map((at) => {
      const sorted = at.sort((a, b) => a - b);
      return sorted.flatMap((from, i) => (i % 2 === 0 && sorted[i + 1] !== undefined ? [[from, sorted[i + 1]!] as const] : []));
    });
    fc.assert(
      fc.property(tokens, marks, (all, cuts) => {
        const text = all.map((token) => token.text).join("");
        const marked = markTokens(all, cuts);
        expect(marked.map((token) => token.text).join("")).to.equal(text);
        const changed = marked
          .filter((token) => token.name.includes("changed"))
          .map((token) => token.text)
          .join("");
        expect(changed).to.equal(cuts.map(([from, to]) => text.slice(from, to)).join(""));
      }),
    );
  });
});
