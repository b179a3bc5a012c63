import { expect } from "chai";
import fc from "fast-check";
import { IncrementalMarkdown } from "./incremental.js";

const whole = (text: string) => new IncrementalMarkdown().update(text).map((b) => b.nodes);

function streamed(text: string, cuts: number[]) {
  const markdown = new IncrementalMarkdown();
  for (const cut of [...cuts].sort((a, b) => a - b)) markdown.update(text.slice(0, cut));
  return markdown.update(text).map((b) => b.nodes);
}

const piece = fc.constantFrom(
  ...'# Title|## Two|para one|more words|- item|- |  - nested|1. one|2) two|* star|+ plus|> quote|>> deep|```ts|```|~~~|    indented|\tTab|---|===|***|| a | b |||---|---|||:-:|--|| 1 | 2 ||<div>|</div>|<details><summary>x|<!-- c|-->|<pre>|</pre>|[a]: http://x.y|[a]|[link](http://a.b "t")|**bold|**|_em_|`code`|``|\\|&amp;|![i](http://p/i.png)|~~s~~|https://auto.link|- [ ] todo|- [x] done|a|1|.| '
    .split("|")
    .filter((s) => s !== ""),
  "| a | b |",
  "|---|---|",
  "| 1 | 2 |",
);
const sep = fc.constantFrom("\n", "\n\n", " ", "", "\n\n\n", "\r\n", "\n  ", "\n    ", "\n\n  ", "\n\n    ");
const text = fc.array(fc.tuple(piece, sep), { maxLength: 14 }).map((all) => all.flat().join(""));

const link = (href: string, text: string) => ({ kind: "element", tag: "a", attributes: { href }, children: [text] });

describe("IncrementalMarkdown", () => {
  it("renders any split of a text as it renders the whole", () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(200), { maxLength: 12 }), (t, cuts) => {
        expect(streamed(t, cuts)).to.deep.equal(whole(t));
      }),
      { numRuns: 1500 },
    );
  });

  it("renders a text that comes one character at a time as it renders the whole", () => {
    fc.assert(
      fc.property(text, (t) => {
        expect(
          streamed(
            t,
            Array.from({ length: t.length }, (_, i) => i),
          ),
        ).to.deep.equal(whole(t));
      }),
      { numRuns: 300 },
    );
  });

  it("survives arbitrary text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.array(fc.nat(200), { maxLength: 4 }), (t, cuts) => void expect(streamed(t, cuts)).to.deep.equal(whole(t))),
    );
  });

  it("keeps the drawn object of every block that did not change", () => {
    const markdown = new IncrementalMarkdown();
    const first = markdown.update("one\n\ntwo\n\nthree\n\nfou");
    const second = markdown.update("one\n\ntwo\n\nthree\n\nfour");
    expect(second.slice(0, 3)).to.deep.equal(first.slice(0, 3));
    for (let i = 0; i < 3; i++) expect(second[i]).to.equal(first[i]);
    expect(second[3]).to.not.equal(first[3]);
  });

  it("reads earlier blocks again when a link definition arrives", () => {
    const markdown = new IncrementalMarkdown();
    markdown.update("see [docs]\n\nb\n\nc\n\nd\n\n");
    const blocks = markdown.update("see [docs]\n\nb\n\nc\n\nd\n\n[docs]: https://a.example/x\n");
    expect(blocks[0]!.nodes).to.deep.include({ kind: "element", tag: "p", children: ["see ", link("https://a.example/x", "docs")] });
  });

  it("starts over when the text is replaced", () => {
    const markdown = new IncrementalMarkdown();
    markdown.update("one\n\ntwo\n\nthree");
    expect(markdown.update("# other").map((b) => b.nodes)).to.deep.equal(whole("# other"));
  });

  it("does not lex the frozen part again", () => {
    const markdown = new IncrementalMarkdown();
    let text = "";
    for (let i = 0; i < 4_000; i++) text += `paragraph ${i} of a long answer\n\n`;
    markdown.update(text);
    const started = performance.now();
    for (let i = 0; i < 200; i++) markdown.update((text += "x"));
    expect(performance.now() - started).to.be.below(400);
  });
});
