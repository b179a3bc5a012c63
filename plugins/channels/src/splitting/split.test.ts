import { expect } from "chai";
import fc from "fast-check";
import { split } from "./split.js";

const pieces = fc.constantFrom(
  ...["word", "a", " ", "  ", "\n", "\n\n", "\r\n", "- item\n", "  more\n", "1. one\n", "| a | b |\n", "|---|---|\n", "# Title\n", "> said\n"],
  ...["```ts\n", "```\n", "~~~~\n", "   ```js\n", "`code`", "**bold**", "👩‍👩‍👧", "e\u0301\u0302", "\u{1F1E8}\u{1F1FF}", "0123456789".repeat(9)],
);
const markdown = fc
  .array(fc.oneof({ weight: 9, arbitrary: pieces }, fc.string({ unit: "grapheme", maxLength: 20 })), { maxLength: 160, size: "max" })
  .map((all) => all.join(""));
const max = fc.integer({ min: 160, max: 600 });
const sources = (text: string, most: number) => split(text, most).map(({ source }) => source);
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

describe("splitting an answer", () => {
  it("leaves alone what fits", () => {
    expect(split("a\n\nb", 200)).to.deep.equal([{ text: "a\n\nb", source: "a\n\nb" }]);
    expect(split("", 200)).to.deep.equal([]);
  });

  it("cuts between paragraphs, else before items, else between lines, else between words", () => {
    const texts = (text: string) => split(text, 200).map((part) => part.text);
    expect(texts(`${"a".repeat(120)}\n\n${"b".repeat(120)}`)).to.deep.equal(["a".repeat(120), "b".repeat(120)]);
    expect(texts(`- ${"a".repeat(100)}\n  ${"b".repeat(20)}\n- ${"c".repeat(100)}`)[1]).to.equal(`- ${"c".repeat(100)}`);
    expect(texts(`${"a ".repeat(60).trim()}\n${"b ".repeat(60).trim()}`)).to.deep.equal(["a ".repeat(60).trim(), "b ".repeat(60).trim()]);
    expect(texts("word ".repeat(60).trim()).every((text) => /^word.*word ?$/.test(text))).to.equal(true);
  });

  it("keeps a table together where it fits a part of its own", () => {
    const table = `| a | b |\n|---|---|\n${"| 1 | 2 |\n".repeat(8)}`;
    const parts = split(`${"Words before. ".repeat(8)}\n\n${table}`, 200);
    expect(parts.map(({ text }) => text.includes("|"))).to.deep.equal([false, true]);
  });

  it("closes a fence that is cut and opens it again in its language", () => {
    const parts = split(`\`\`\`ts title="a"\n${"const a = 1;\n".repeat(40)}\`\`\`\nend`, 200);
    expect(parts.length).to.be.greaterThan(2);
    for (const { text } of parts.slice(0, -1))
      expect(text)
        .to.match(/^```ts/)
        .and.to.match(/\n```$/);
    expect(parts.at(-1)!.text)
      .to.match(/^```ts\n/)
      .and.to.match(/```\nend$/);
  });

  it("moves a code block to the next part rather than cutting it", () => {
    const code = `\`\`\`sh\n${"ls\n".repeat(40)}\`\`\``;
    const parts = split(`${"Words. ".repeat(15)}\n${code}`, 200);
    expect(parts.map(({ text }) => text)).to.deep.equal(["Words. ".repeat(15), code]);
  });

  it("gives the text back when its parts are joined, each of them within bounds", () => {
    fc.assert(
      fc.property(markdown, max, (text, most) => {
        expect(sources(text, most).join("")).to.equal(text);
        for (const part of split(text, most)) expect(part.text.length).to.be.at.most(most);
      }),
      { numRuns: 400 },
    );
  });

  it("cuts no character in two", () => {
    fc.assert(
      fc.property(markdown, max, (text, most) => {
        const whole = new Set([...graphemes.segment(text)].map(({ index }) => index));
        let at = 0;
        for (const source of sources(text, most).slice(0, -1)) expect(whole.has((at += source.length)), `at ${at}`).to.equal(true);
      }),
      { numRuns: 400 },
    );
  });

  it("leaves the parts before the last as they are while the text grows", () => {
    fc.assert(
      fc.property(markdown, markdown, max, (text, more, most) => {
        const before = split(text, most).map((part) => part.text);
        const after = split(text + more, most).map((part) => part.text);
        expect(after.slice(0, Math.max(0, before.length - 1))).to.deep.equal(before.slice(0, -1));
      }),
      { numRuns: 400 },
    );
  });

  it("leaves every fence closed", () => {
    const blocks = fc.array(fc.constantFrom("Words of a paragraph.\n\n", "```ts\nconst a = 1;\n\nconst b = 2;\n```\n", "~~~\nx\n~~~\n"), {
      maxLength: 60,
      size: "max",
    });
    fc.assert(
      fc.property(blocks, max, (all, most) => {
        for (const { text } of split(all.join(""), most)) expect(text.match(/^(?:```|~~~)/gm)?.length ?? 0, text).to.satisfy((n: number) => n % 2 === 0);
      }),
    );
  });

  it("takes long texts in little time", () => {
    const began = performance.now();
    expect(split("x".repeat(200_000), 4_000).length).to.equal(51);
    split("word\n".repeat(40_000), 4_000);
    expect(performance.now() - began).to.be.lessThan(2_000);
  });
});
