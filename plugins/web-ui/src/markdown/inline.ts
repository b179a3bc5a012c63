import type { Token, Tokens } from "marked";
import type { MathToken } from "./math/syntax.js";
import { isOpenable, type MarkdownNode } from "./nodes.js";
import { type Piece, plainTags } from "./plain-tags.js";
import { decodeReferences } from "./references.js";

/** What inline tokens show. */
export function inlineNodes(tokens: Token[] | undefined): MarkdownNode[] {
  return plainTags((tokens ?? []).map(pieceOf));
}

function pieceOf(token: Token): Piece {
  switch (token.type) {
    case "html":
      return { html: token.text };
    case "escape":
      return { node: { kind: "literal", text: token.text } };
    case "strong":
    case "em":
    case "del":
      return { node: { kind: "element", tag: token.type, children: inlineNodes(token.tokens) } };
    case "codespan":
      return { node: { kind: "element", tag: "code", children: [{ kind: "literal", text: token.text }] } };
    case "math":
      return { node: mathNode(token as MathToken) };
    case "br":
      return { node: { kind: "element", tag: "br", children: [] } };
    case "checkbox":
      return { node: { kind: "element", tag: "input", attributes: { checked: (token as Tokens.Checkbox).checked }, children: [] } };
    case "link":
      return linkPiece(token as Tokens.Link, inlineNodes(token.tokens));
    case "image":
      return linkPiece(token as Tokens.Image, [token.text || "Image"], true);
    default:
      return "tokens" in token && token.tokens ? { nodes: inlineNodes(token.tokens) } : { node: String("text" in token ? token.text : token.raw) };
  }
}

export function mathNode({ tex, display }: MathToken): MarkdownNode {
  return { kind: "math", tex, display };
}

/** Pictures of other sites are never fetched by reading an answer: the reader gets a link and decides. */
function linkPiece({ href, title }: { href: string; title?: string | null }, children: MarkdownNode[], picture = false): Piece {
  const address = decodeReferences(href).trim();
  if (!isOpenable(address)) return { nodes: children };
  const attributes = { href: address, ...(title ? { title: decodeReferences(title) } : {}), ...(picture ? { picture: true as const } : {}) };
  return { node: { kind: "element", tag: "a", attributes, children } };
}
