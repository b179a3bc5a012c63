import { expect } from "chai";
import fc from "fast-check";
import { blockNodes, lexBlocks } from "./blocks.js";
import { isOpenable, type MarkdownNode, PLAIN_TAGS } from "./nodes.js";
import { plainText, tableText } from "./plain-text.js";

const nodes = (text: string) => lexBlocks(text).flatMap(blockNodes);
const p = (...children: unknown[]) => ({ kind: "element", tag: "p", children });
const literal = (text: string) => ({ kind: "literal", text });
const element = (tag: string, ...children: unknown[]) => ({ kind: "element", tag, children });

/** Every element of a tree. */
function* elements(tree: readonly MarkdownNode[]): Generator<Extract<MarkdownNode, { kind: "element" }>> {
  for (const node of tree) {
    if (typeof node === "string" || node.kind === "literal" || node.kind === "code" || node.kind === "math") continue;
    if (node.kind === "table") for (const cell of [node.head, ...node.rows].flat()) yield* elements(cell.children);
    else {
      yield node;
      yield* elements(node.children);
    }
  }
}

describe("markdown as nodes", () => {
  it("reads text, marks, code and breaks", () => {
    expect(nodes("a **b _c_** `x&amp;` ~~d~~  \ne")).to.deep.equal([
      p("a ", element("strong", "b ", element("em", "c")), " ", element("code", literal("x&amp;")), " ", element("del", "d"), element("br"), "e"),
    ]);
  });

  it("reads lists with their first number, tasks and nested lists", () => {
    expect(nodes("3. a\n4. b")).to.deep.equal([{ kind: "element", tag: "ol", attributes: { start: 3 }, children: [element("li", "a"), element("li", "b")] }]);
    expect(nodes("- [x] done\n  - deep")).to.deep.equal([
      element(
        "ul",
        element("li", { kind: "element", tag: "input", attributes: { checked: true }, children: [] }, "done", element("ul", element("li", "deep"))),
      ),
    ]);
  });

  it("reads code with its language, and says whether the fence is closed", () => {
    expect(nodes("```TS {1,2}\nx\n```")).to.deep.equal([{ kind: "code", code: "x", lang: "ts", closed: true }]);
    expect(nodes("~~~\nx\n")).to.deep.equal([{ kind: "code", code: "x", lang: "", closed: false }]);
    expect(nodes('```"><img\nx\n```')[0]).to.include({ lang: "img" });
  });

  it("reads tables, and gives their text", () => {
    const [table] = nodes("| a | **b** |\n|:-:|--:|\n| 1 &lt; 2 | `x` |");
    expect(table).to.have.property("kind", "table");
    expect(tableText(table as never)).to.deep.equal([
      ["a", "b"],
      ["1 < 2", "x"],
    ]);
  });

  it("opens links of the web and mail, and keeps the words of others", () => {
    const address = (text: string) => [...elements(nodes(text))].find((node) => node.tag === "a")?.attributes?.href;
    expect(address("[x](https://a.b?c=1&amp;d=2)")).to.equal("https://a.b?c=1&d=2");
    expect(address("<mailto:a@b.c>")).to.equal("mailto:a@b.c");
    for (const bad of [
      "[x](javascript:alert)",
      "[x](JAVASCRIPT&colon;alert)",
      "[x](data:text/html,x)",
      "[x](./a.ts)",
      "[x](//host/x)",
      "[x](&#106;avascript:alert)",
    ]) {
      expect(address(bad), bad).to.equal(undefined);
      expect(plainText(nodes(bad))).to.equal("x");
    }
  });

  it("makes a picture a link", () => {
    expect(nodes("![chart](https://a.b/c.png)")).to.deep.equal([
      p({ kind: "element", tag: "a", attributes: { href: "https://a.b/c.png", picture: true }, children: ["chart"] }),
    ]);
    expect(nodes("![](data:image/png;base64,xx)")).to.deep.equal([p("Image")]);
  });

  it("lets plain tags work and shows every other tag as it was written", () => {
    expect(nodes("press <kbd>K</kbd><br>now")).to.deep.equal([p("press ", element("kbd", "K"), element("br"), "now")]);
    expect(nodes('<b onclick="x">y</b>')).to.deep.equal([p(literal('<b onclick="x">'), "y", literal("</b>"))]);
    expect(plainText(nodes("<script>alert(1)</script>"))).to.equal("<script>alert(1)</script>");
    expect(plainText(nodes("a <!-- hidden --> b"))).to.equal("a  b");
  });

  it("shows text that is nested too deep as it stands", () => {
    const deep = ">".repeat(20_000);
    expect(plainText(nodes(deep))).to.equal(deep);
  });

  it("cannot say anything but the tags and addresses it knows, whatever is written", () => {
    const known = new Set<string>([...PLAIN_TAGS, "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "a", "code", "input"]);
    const part = fc.constantFrom(
      ..."<script>|<img src=x onerror=y>|</b>|<b>|<svg/onload=x>|[a](|javascript:x)|https://a.b)|\n\n|- |# |`|```|| a |\n|---|\n|&lt;|&#60;|<!--|-->|<a href=|'|\"|>|text| ".split(
        "|",
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 24 }), (parts) => {
        for (const node of elements(nodes(parts.join("")))) {
          expect(known.has(node.tag), node.tag).to.equal(true);
          expect(Object.keys(node.attributes ?? {}).every((name) => ["href", "title", "start", "checked", "picture"].includes(name))).to.equal(true);
          if (node.attributes?.href !== undefined) expect(isOpenable(node.attributes.href)).to.equal(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
