import { expect } from "chai";
import fc from "fast-check";
import { splitMarkdown } from "./split.js";

const words = fc
  .array(fc.oneof(fc.constantFrom("a", "word", "\n", "\n\n", " ", "😀", "👩‍👩‍👧", "**b**", "```ts\ncode\n```\n"), fc.string({ maxLength: 12 })), {
    maxLength: 80,
  })
  .map((parts) => parts.join(" "));
/** Half of a character. */
const HALF = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const letters = (text: string) => text.replace(/[`~\s]|ts\b/g, "");

describe("splitting an answer", () => {
  it("leaves alone what fits", () => {
    expect(splitMarkdown("a\n\nb", 100)).to.deep.equal(["a\n\nb"]);
  });

  it("cuts between paragraphs, else lines, else words", () => {
    expect(splitMarkdown(`${"a".repeat(60)}\n\n${"b".repeat(60)}`, 100)).to.deep.equal(["a".repeat(60), "b".repeat(60)]);
    expect(splitMarkdown(`${"a ".repeat(30)}\n${"b ".repeat(30)}`, 100)[0]).to.equal("a ".repeat(30));
  });

  it("closes a fence that is cut and opens it again in its language", () => {
    const parts = splitMarkdown(`\`\`\`ts\n${"const a = 1;\n".repeat(20)}\`\`\`\nend`, 120);
    expect(parts.length).to.be.greaterThan(2);
    for (const part of parts.slice(0, -1)) {
      expect(part.startsWith("```ts\n")).to.equal(true);
      expect(part.endsWith("\n```")).to.equal(true);
    }
    expect(parts.at(-1)).to.match(/end$/);
  });

  it("fits, loses nothing and cuts no character in two", () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 60, max: 300 }), (text, max) => {
        const parts = splitMarkdown(text, max);
        for (const part of parts) {
          expect(part.length).to.be.at.most(max);
          expect(HALF.test(part) && !HALF.test(text)).to.equal(false);
        }
        expect(letters(parts.join(""))).to.equal(letters(text));
      }),
    );
  });

  it("keeps the parts before the last as they are while the text grows", () => {
    fc.assert(
      fc.property(words, words, fc.integer({ min: 60, max: 300 }), (text, more, max) => {
        const before = splitMarkdown(text, max);
        const after = splitMarkdown(text + more, max);
        expect(after.slice(0, before.length - 1)).to.deep.equal(before.slice(0, -1));
      }),
    );
  });
});
