import { type ElementNode, type MarkdownNode, PLAIN_TAGS } from "./nodes.js";

/** Part of a run of inline content: nodes, or HTML that the model wrote out. */
export type Piece = { html: string } | { node: MarkdownNode } | { nodes: MarkdownNode[] };

type PlainTag = (typeof PLAIN_TAGS)[number];

const PLAIN: ReadonlySet<string> = new Set(PLAIN_TAGS);
const EMPTY: ReadonlySet<string> = new Set(["br", "hr"]);
const TAG = /^<(\/?)([a-z][a-z0-9]*)\s*\/?>$/i;

/**
 * Joins pieces, giving HTML the little meaning it may have here: plain tags without attributes work, comments vanish, and every other tag is
 * shown as it was written. Tags that are not closed end with the run; closing tags without an opening one are shown.
 */
export function plainTags(pieces: readonly Piece[]): MarkdownNode[] {
  const root: MarkdownNode[] = [];
  const open: ElementNode[] = [];
  const add = (...nodes: MarkdownNode[]) => void (open.at(-1)?.children ?? root).push(...nodes);
  for (const piece of pieces) {
    if ("node" in piece) add(piece.node);
    else if ("nodes" in piece) add(...piece.nodes);
    else for (const part of piece.html.replace(/<!--[\s\S]*?(?:-->|$)/g, "").split(/(<[^>]*>?)/)) if (part !== "") addPart(part, open, add);
  }
  return root;
}

function addPart(part: string, open: ElementNode[], add: (node: MarkdownNode) => void): void {
  const [, slash, name] = TAG.exec(part) ?? [];
  const tag = name?.toLowerCase() as PlainTag | undefined;
  if (tag === undefined || !PLAIN.has(tag)) {
    add(part.startsWith("<") ? { kind: "literal", text: part } : part);
    return;
  }
  if (slash) {
    const at = open.findLastIndex((element) => element.tag === tag);
    if (at < 0) add({ kind: "literal", text: part });
    else open.length = at;
    return;
  }
  const element: ElementNode = { kind: "element", tag, children: [] };
  add(element);
  if (!EMPTY.has(tag)) open.push(element);
}
