import { expect } from "chai";
import fc from "fast-check";
import { mrkdwn } from "./mrkdwn.js";
import { renderBlocks } from "./render.js";

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
    ["raw HTML as it stands", "<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"],
  ];
  for (const [what, markdown, expected] of cases) it(`shows ${what}`, () => expect(mrkdwn(markdown)).to.equal(expected));

  it("never lets text become a mention, a link or an escape of our own", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("<", ">", "&", "@", "!", "#", "|", "a", " ", "*", "`", "_", "\n", "[", "]", "(", ")") }), (text) => {
        const rendered = mrkdwn(text);
        expect(rendered).not.to.match(/<[@!#]/);
        expect(rendered).not.to.match(/&(?!amp;|lt;|gt;)/);
      }),
    );
  });

  it("fits the sections of blocks, and no character is lost", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("word", "&", "😀", "\n", "<x>", "```\n", " ", "x".repeat(500)), { minLength: 1, maxLength: 60 }), (parts) => {
        const texts = renderBlocks(parts.join(""), []).map((block) => (block.type === "section" ? (block.text?.text ?? "") : ""));
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
});
