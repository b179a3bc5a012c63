import type { MarkdownNode, TableNode } from "./nodes.js";
import { decodeReferences } from "./references.js";

/** What a reader sees of nodes, without marks. */
export function plainText(nodes: readonly MarkdownNode[]): string {
  return nodes
    .map((node) => {
      if (typeof node === "string") return decodeReferences(node);
      if (node.kind === "literal") return node.text;
      if (node.kind === "code") return node.code;
      if (node.kind === "math") return node.tex;
      if (node.kind === "table") return "";
      return node.tag === "br" ? " " : plainText(node.children);
    })
    .join("");
}

/** A table's cells as text, the head first. */
export function tableText(table: TableNode): string[][] {
  return [table.head, ...table.rows].map((row) => row.map((cell) => plainText(cell.children)));
}
