import type { Plugin } from "vite";

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}
interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * Takes the indentation out of Lit's `css` and `html` templates, which no minifier of JavaScript touches. In styles also comments and the
 * space around punctuation; in markup a line break with its indentation becomes one space, which renders the same.
 */
export function minifyTemplates(): Plugin {
  return {
    name: "open-cowork:minify-templates",
    apply: "build",
    enforce: "post",
    transform(code, id) {
      if (!id.endsWith(".ts") || !/\b(css|html|svg)`/.test(code)) return null;
      const edits: Edit[] = [];
      walk(this.parse(code) as unknown as Node, (node) => {
        const tag = node.type === "TaggedTemplateExpression" ? (node.tag as { name?: string }).name : undefined;
        if (tag !== "css" && tag !== "html" && tag !== "svg") return;
        for (const quasi of (node.quasi as { quasis: Node[] }).quasis) {
          const raw = code.slice(quasi.start, quasi.end);
          edits.push({ start: quasi.start, end: quasi.end, text: tag === "css" ? minifyCss(raw) : raw.replace(/\s*\n\s*/g, " ") });
        }
      });
      edits.sort((a, b) => b.start - a.start);
      return { code: edits.reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), code), map: null };
    },
  };
}

/** A space before a colon, or around a bracket or an operator, may mean something; these never do. */
export function minifyCss(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/\s?([{};,])\s?/g, "$1")
    .replace(/: /g, ":")
    .replace(/;}/g, "}");
}

function walk(node: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(node)) for (const item of node) walk(item, visit);
  else if (node !== null && typeof node === "object") {
    if (typeof (node as Node).type === "string") visit(node as Node);
    for (const value of Object.values(node)) if (typeof value === "object") walk(value, visit);
  }
}
