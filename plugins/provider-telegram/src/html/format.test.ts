import { htmlText } from "@open-cowork/provider-kit/telegram";
import { expect } from "chai";
import fc from "fast-check";
import { format, LONGEST_CAPTION, LONGEST_TEXT } from "./format.js";

const html = (markdown: string): string | undefined => format(markdown, LONGEST_TEXT)?.html;

const SAMPLES: readonly [what: string, markdown: string, html: string][] = [
  ["headings are bold", "# One & *two*\ntext", "<b>One &amp; <i>two</i></b>\n\ntext"],
  ["emphasis", "**a** *b* ~~c~~ `d<`", "<b>a</b> <i>b</i> <s>c</s> <code>d&lt;</code>"],
  ["a link", '[a "b"](https://x.example/?a=1&b="2")', '<a href="https://x.example/?a=1&amp;b=&quot;2&quot;">a "b"</a>'],
  ["a bare address is left to Telegram", "see https://x.example/a_b?c=1&d", "see https://x.example/a_b?c=1&amp;d"],
  ["where a link that is none of the web leads is written out", "[report](./out/report.md)", "report (./out/report.md)"],
  ["a script is no link", "[x](javascript:alert(1))", "x (javascript:alert(1))"],
  ["a picture is a link and is not fetched", "![plan](https://x.example/p.png)", '<a href="https://x.example/p.png">plan</a>'],
  ["tags are text", "<u>x</u> <tg-spoiler>y</tg-spoiler>", "&lt;u&gt;x&lt;/u&gt; &lt;tg-spoiler&gt;y&lt;/tg-spoiler&gt;"],
  ["a line break that was written as a tag", "a<br>b", "a\nb"],
  ["code with a language", "```ts\nif (a < b) {}\n```", '<pre><code class="language-ts">if (a &lt; b) {}</code></pre>'],
  ["a language that is more than a name", '```x" onclick="y\nz\n```', '<pre><code class="language-x">z</code></pre>'],
  ["code that was never closed", "```\na", "<pre>a</pre>"],
  ["quotations cannot hold each other", "> a\n> > b", "<blockquote>a\n\nb</blockquote>"],
  ["lists in lists", "1. a\n   - b\n     c\n2. d", "1. a\n   • b\n     c\n2. d"],
  ["a list begins where it says", "7. a\n8. b", "7. a\n8. b"],
  ["tasks", "- [x] a\n- [ ] b", "• ☑ a\n• ☐ b"],
  ["code within a list keeps its spaces", "- a\n\n  ```\n  x\n    y\n  ```", "• a\n<pre>x\n  y</pre>"],
  ["a table", "|a|b|\n|-|-:|\n|**1**|2|\n|x|<y>|", "<pre>a │   b\n──┼────\n1 │   2\nx │ &lt;y&gt;</pre>"],
  ["letters that take two columns", "|a|b|\n|-|-|\n|漢|c|", "<pre>a  │ b\n───┼──\n漢 │ c</pre>"],
  ["references to characters", "&lt;a&gt; &amp;lt; &#x41; &#0; &unknown;", "&lt;a&gt; &amp;lt; A \ufffd &amp;unknown;"],
  ["a rule", "a\n\n---\n\nb", "a\n\n———\n\nb"],
];

/** Pieces that Markdown makes something of, so that a random row of them is worth reading. */
const PIECES = [
  "**",
  "*",
  "_",
  "`",
  "```\n",
  "~~",
  "# ",
  "\n",
  "\n\n",
  "- ",
  "1. ",
  "> ",
  "|",
  "|-|-|\n",
  "[",
  "](",
  ")",
  "![",
  "<b>",
  "</b>",
  "<",
  ">",
  "&",
  "&amp;",
];
const MORE = [
  "https://e.example/?a=1&b=2",
  "[r]: https://e.example/long\n",
  "[r]",
  "a",
  "word ",
  "漢",
  "👩‍👧",
  "\ud800",
  "\u0000",
  "\t",
  "    ",
  "\\",
  "- [ ] ",
  "---\n",
];
const markdown = fc.oneof(
  fc.array(fc.constantFrom(...PIECES, ...MORE), { maxLength: 400 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 2_000 }),
  // Near the limit, where what grows does not fit any more.
  fc.array(fc.constantFrom(...PIECES, ...MORE), { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join("").repeat(4_000).slice(0, 4_000)),
);

describe("format: Markdown as Telegram shows it", () => {
  for (const [what, source, expected] of SAMPLES) it(what, () => expect(html(source)).to.equal(expected));

  it("always fits, is always HTML that Telegram parses, and never loses what was said for want of room", () => {
    fc.assert(
      fc.property(markdown, fc.constantFrom(LONGEST_TEXT, LONGEST_CAPTION), (source, limit) => {
        const made = format(source, limit);
        if (!made) {
          expect(source.length > limit || source.replaceAll(/\p{Cc}/gu, "").trim() === "").to.equal(true);
          return;
        }
        expect(made.plain.length).to.be.at.most(limit);
        if (made.html === undefined) return;
        expect(htmlText(made.html).length).to.be.at.most(limit);
        expect(Buffer.byteLength(made.html)).to.be.at.most(1 << 15);
      }),
      { numRuns: 400 },
    );
  });

  it("gives up the columns of a table before its markup, and the markup before a word", () => {
    const rows = (width: number): string => `|${"w".repeat(width)}|b|\n|-|-|\n${"|a|b|\n".repeat(100)}`;
    expect(html(rows(20))).to.match(/^<pre>w+ │ b/);
    expect(html(rows(200))).to.match(/^<pre>w+\|b\n/);
    const references = `[r]: https://e.example/${"x".repeat(1_000)}\n\n${"[r] ".repeat(500)}`;
    expect(format(references, LONGEST_TEXT)).to.deep.equal({ plain: references });
  });

  it("has nothing to say of nothing, and no room for more than the limit", () => {
    for (const nothing of ["", " \n", "\u0000"]) expect(format(nothing, LONGEST_TEXT)).to.equal(undefined);
    expect(format("a".repeat(LONGEST_TEXT + 1), LONGEST_TEXT)).to.equal(undefined);
    // Markdown that shows nothing is shown as it was written.
    expect(format("[r]: https://e.example/", LONGEST_TEXT)).to.deep.equal({ plain: "[r]: https://e.example/" });
  });

  it("says half a pair and control characters as nothing that Telegram refuses", () => {
    expect(format("a\ud800b\u0007c", LONGEST_TEXT)).to.deep.equal({ html: "a\ufffdbc", plain: "a\ufffdbc" });
  });

  it("is quick with what was made to be slow", () => {
    for (const piece of ["[", "![", "*a_", "`", "<", "> ", "- ", "|", "&#x", "[a](", "\\", "_ "]) format(piece.repeat(4_000).slice(0, 4_000), LONGEST_TEXT);
  }).timeout(10_000);
});
