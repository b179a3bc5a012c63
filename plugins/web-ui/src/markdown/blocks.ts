import { Lexer, type Token, type Tokens, type TokensList } from "marked";
import { inlineNodes, mathNode } from "./inline.js";
import { type MathToken, mathSyntax } from "./math/syntax.js";
import type { MarkdownNode, TableCell } from "./nodes.js";
import { plainTags } from "./plain-tags.js";

/** Block tokens of `source`; `links` holds the link definitions found in it. Text that is nested thousands deep is taken as it stands. */
export function lexBlocks(source: string): TokensList {
  try {
    return new Lexer({ gfm: true, extensions: mathSyntax }).lex(source);
  } catch {
    // The lexer recurses into quotes and lists and has run out of stack: nothing a person would write.
    return Object.assign([{ type: "text", raw: source, text: source }], { links: {} });
  }
}

/** What a top-level token shows; nothing for blank lines and link definitions. */
export function blockNodes(token: Token): MarkdownNode[] {
  switch (token.type) {
    case "heading":
      return [{ kind: "element", tag: `h${(token as Tokens.Heading).depth as 1 | 2 | 3 | 4 | 5 | 6}`, children: inlineNodes(token.tokens) }];
    case "paragraph":
      return [{ kind: "element", tag: "p", children: inlineNodes(token.tokens) }];
    case "text":
      return token.tokens ? inlineNodes(token.tokens) : [String(token.text)];
    case "code":
      return [codeNode(token as Tokens.Code)];
    case "math":
      return [mathNode(token as MathToken)];
    case "blockquote":
      return [{ kind: "element", tag: "blockquote", children: childNodes(token.tokens) }];
    case "list":
      return [listNode(token as Tokens.List)];
    case "table":
      return [tableNode(token as Tokens.Table)];
    case "hr":
      return [{ kind: "element", tag: "hr", children: [] }];
    case "html":
      return plainTags([{ html: token.text }]);
    case "checkbox":
      return inlineNodes([token]);
    default:
      return [];
  }
}

function codeNode(token: Tokens.Code): MarkdownNode {
  const node: MarkdownNode = { kind: "code", code: token.text, lang: langOf(token.lang), closed: isClosed(token) };
  return node.lang === "math" && node.closed ? { kind: "math", tex: node.code, display: true } : node;
}

function childNodes(tokens: Token[] | undefined): MarkdownNode[] {
  return (tokens ?? []).flatMap(blockNodes);
}

function listNode(list: Tokens.List): MarkdownNode {
  const children = list.items.map((item): MarkdownNode => ({ kind: "element", tag: "li", children: childNodes(item.tokens) }));
  if (!list.ordered) return { kind: "element", tag: "ul", children };
  const start = Number(list.start || 1);
  return { kind: "element", tag: "ol", ...(start === 1 ? {} : { attributes: { start } }), children };
}

function tableNode(table: Tokens.Table): MarkdownNode {
  const cells = (row: Tokens.TableCell[]): TableCell[] => row.map((cell) => ({ align: cell.align, children: inlineNodes(cell.tokens) }));
  return { kind: "table", head: cells(table.header), rows: table.rows.map(cells) };
}

/** The first word of a fence's info string, as a plain name. */
function langOf(info: unknown): string {
  const word = typeof info === "string" ? (info.trim().split(/[\s{]/, 1)[0] ?? "") : "";
  return word.replace(/[^\w+#.-]/g, "").toLowerCase();
}

/** An indented block is closed by nature; a fence once its closing line is there. */
function isClosed(token: Tokens.Code): boolean {
  if (token.codeBlockStyle === "indented") return true;
  const fence = /^ {0,3}(`{3,}|~{3,})/.exec(token.raw)?.[1] ?? "```";
  return new RegExp(`\\n {0,3}${fence}${fence[0]}*\\s*$`).test(token.raw);
}
