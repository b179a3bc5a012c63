import { expect } from "chai";
import fc from "fast-check";
import { mrkdwn } from "./mrkdwn.js";
import { formatted, plain } from "./render.js";

/** A mark that Slack takes for none. */
const aside = (mark: string) => `<!date^00000000^{_}|${mark}>`;
const BUTTON = { label: "Yes", value: "ABCDEFGH:yes", style: "plain" } as const;

describe("Markdown as mrkdwn", () => {
  const cases: [string, string, string][] = [
    ["bold, italics and struck words", "**a** *b* ~~c~~ `d`", "*a* _b_ ~c~ `d`"],
    ["headings as bold lines", "# Title\n\ntext", "*Title*\n\ntext"],
    ["a heading that is bold already", "## **Sum**", "*Sum*"],
    [
      "links, and those that are their own text",
      "[here](https://a.example/x?a=1&b=2) https://b.example",
      "<https://a.example/x?a=1&amp;b=2|here> <https://b.example>",
    ],
    ["links that lead nowhere safe as text", "[x](javascript:alert(1))", "x (javascript:alert(1))"],
    ["Slack's control characters", "a < b && c > d <!channel> <@U1>", "a &lt; b &amp;&amp; c &gt; d &lt;!channel&gt; &lt;@U1&gt;"],
    ["fences, without a way out of them", "```ts\nconst a = `<b>`;\n```", "```\nconst a = `&lt;b&gt;`;\n```"],
    ["lists in lists", "1. a\n   - b\n2. c", "1. a\n    • b\n2. c"],
    ["tasks", "- [x] done\n- [ ] open", "☑ done\n☐ open"],
    ["quotes", "> said\n> so", "> said\n> so"],
    ["tables in columns", "| a | long |\n|---|---|\n| 1 | 2 |", "```\na  long\n-  ----\n1  2\n```"],
    ["marks that are none", "\\*a\\* and snake_case, 5 * 4, ~/x", `${aside("*")}a${aside("*")} and snake_case, 5 * 4, ${aside("~")}/x`],
    ["code with a backtick as text", "`` a`b `` `c`", `a${aside("`")}b \`c\``],
    ["marks within a word", "in**side**word", "in\u200b*side*\u200bword"],
    ["labels of links without marks", "[*a* \\*b\\*](https://a.example)", "<https://a.example|a ∗b*>"],
    ["raw HTML as it stands", "<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"],
  ];
  for (const [what, markdown, expected] of cases) it(`shows ${what}`, () => expect(mrkdwn(markdown)).to.equal(expected));

  it("never lets text become a mention, a link or an escape of our own", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("<", ">", "&", "@", "!", "#", "|", "a", " ", "*", "`", "_", "\n", "[", "]", "(", ")") }), (text) => {
        const rendered = mrkdwn(text).replaceAll(/<!date\^00000000\^\{_\}\|[*_~`]>/g, "");
        expect(rendered).not.to.match(/<[@!#]/);
        expect(rendered).not.to.match(/&(?!amp;|lt;|gt;)/);
      }),
    );
  });

  it("fits the sections of blocks, and no character is lost", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("word", "&", "😀", "\n", "<x>", "```\n", " ", "x".repeat(500)), { minLength: 1, maxLength: 60 }), (parts) => {
        const texts = formatted
          .content({ text: parts.join(""), buttons: [BUTTON] })
          .blocks.flatMap((block) => (block.type === "section" ? [block.text?.text ?? ""] : []));
        for (const text of texts) {
          expect(text.length).to.be.within(1, 3_000);
          expect(text).not.to.match(/&\w{0,4}$/);
          expect(text).not.to.match(/[\uD800-\uDBFF]$/);
        }
        const letters = (text: string) => [...text.replace(/[^\p{L}😀]/gu, "")].sort().join("");
        expect(letters(texts.join(""))).to.equal(letters(mrkdwn(parts.join(""))));
      }),
      { numRuns: 60 },
    );
  });

  it("fits a message, formatted and plain, and can still be changed", () => {
    const units = [
      "&",
      "漢",
      "**b** ",
      "\\*",
      "_*`[~",
      "[l](https://e.example/) ",
      "| a | b |\n|---|---|\n| c | d |\n\n",
      `| ${"a".repeat(1_200)} | b |\n|---|---|\n`,
      "| c | d |\n",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...units), { minLength: 1, maxLength: 4 }), fc.nat(2_500), (parts, filled) => {
        const text = (parts.join("") + parts.at(-1)!.repeat(filled)).slice(0, 2_500);
        for (const { text: shown, blocks } of [formatted.content({ text, buttons: [] }), plain.content({ text, buttons: [] })]) {
          const sizes = blocks.map((block) => (block.type === "section" ? (block.text?.text.length ?? 0) : 0));
          expect(Buffer.byteLength(shown)).to.be.at.most(4_000);
          expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.at.most(13_000);
          expect(Math.max(0, ...sizes)).to.be.at.most(3_000);
        }
      }),
      { numRuns: 60 },
    );
  });
});
