import { expect } from "chai";
import { blockNodes, lexBlocks } from "../blocks.js";
import { IncrementalMarkdown } from "../incremental.js";
import type { MarkdownNode } from "../nodes.js";

const nodes = (text: string) => lexBlocks(text).flatMap(blockNodes);
const formulas = (list: readonly MarkdownNode[]): string[] =>
  list.flatMap((node) => {
    if (typeof node === "string" || node.kind === "literal" || node.kind === "code" || node.kind === "table") return [];
    return node.kind === "math" ? [`${node.display ? "block" : "inline"} ${node.tex}`] : formulas(node.children);
  });

describe("formulas", () => {
  for (const [text, expected] of [
    ["It is $E = mc^2$, or \\(a_1 * b_1\\).", ["inline E = mc^2", "inline a_1 * b_1"]],
    ["See\n$$\n\\int_0^1 x\\,dx\n$$\nand on.", ["block \\int_0^1 x\\,dx"]],
    ["\\[ a \\]", ["block a"]],
    ["- item\n  $$x$$", ["block x"]],
    ["```math\nx^2\n```", ["block x^2"]],
    ["both \\$ signs: $a\\$b$", ["inline a\\$b"]],
  ] as const) {
    it(`sees them in ${JSON.stringify(text)}`, () => expect(formulas(nodes(text))).to.deep.equal(expected));
  }

  for (const text of [
    "It costs $5, not $10.",
    "$5 and the other 10$",
    "between $HOME and $PATH",
    "echo $A:$B/$C",
    "US$5-$7",
    "`$x$`",
    "```sh\n$x$\n```",
    "$$ open\n\nnever closed",
    "a $ b $ c",
  ]) {
    it(`sees none in ${JSON.stringify(text)}`, () => expect(formulas(nodes(text))).to.deep.equal([]));
  }

  it("comes out the same however the text arrives", () => {
    const text = "Before\n\n$$\na + b\n$$\n\nand $c$ after\n\n$$\nopen";
    const markdown = new IncrementalMarkdown();
    for (let end = 1; end < text.length; end++) markdown.update(text.slice(0, end));
    expect(markdown.update(text).flatMap((block) => block.nodes)).to.deep.equal(nodes(text));
  });
});
