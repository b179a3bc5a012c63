/**
 * An answer as data. This is everything that markdown can become: no other tag, attribute or address can be said in it, so what a model
 * writes cannot turn into markup of its own. {@link ./build.js} makes page nodes of it one by one; no HTML is ever parsed.
 */
export type MarkdownNode = string | LiteralNode | ElementNode | CodeNode | MathNode | TableNode;

/** Text without character references; a plain string may hold some (`&amp;`). */
export interface LiteralNode {
  kind: "literal";
  text: string;
}
export interface ElementNode {
  kind: "element";
  tag: Tag;
  attributes?: Attributes;
  children: MarkdownNode[];
}
export interface CodeNode {
  kind: "code";
  code: string;
  /** As the fence names it, in lower case; empty for none. */
  lang: string;
  /** The fence has its closing line. */
  closed: boolean;
}
export interface MathNode {
  kind: "math";
  tex: string;
  /** On a line of its own. */
  display: boolean;
}
export interface TableNode {
  kind: "table";
  head: TableCell[];
  rows: TableCell[][];
}
export interface TableCell {
  align: "left" | "center" | "right" | null;
  children: MarkdownNode[];
}

export type Tag = (typeof BLOCK_TAGS)[number] | (typeof PLAIN_TAGS)[number];
export interface Attributes {
  /** Checked by {@link isOpenable}. */
  href?: string;
  title?: string;
  /** First number of an ordered list. */
  start?: number;
  /** Of a task's box. */
  checked?: boolean;
  /** The link stands for a picture. */
  picture?: true;
}

const BLOCK_TAGS = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "a", "code", "input"] as const;

/** Tags that also work when a model writes them out, without attributes. */
// biome-ignore format: a list of words
export const PLAIN_TAGS = [
  "b", "br", "dd", "del", "details", "div", "dl", "dt", "em", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "s", "small", "strong", "sub",
  "summary", "sup", "u", "ul",
] as const;

/** Whether a link may leave the app. Everything else (javascript:, data:, file paths that an agent names) keeps its words and loses its address. */
export function isOpenable(href: string): boolean {
  return /^(?:https?:\/\/|mailto:)/i.test(href);
}
