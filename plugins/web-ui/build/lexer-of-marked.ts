import type { Plugin } from "vite";

const MARKED = /\/node_modules\/marked\/lib\/marked\.esm\.js$/;

interface Statement {
  type: string;
  start: number;
  end: number;
  declarations?: { init?: { type: string; start: number; end: number } | null }[];
}

/**
 * Lets the bundler drop the half of marked that writes HTML, of which nothing is used here: answers are drawn from its tokens. The
 * package is one module whose last lines hang everything on one function; those lines go, and what they named is marked as free of effect.
 */
export function lexerOfMarked(): Plugin {
  return {
    name: "open-cowork:lexer-of-marked",
    apply: "build",
    transform(code, id) {
      if (!MARKED.test(id)) return null;
      const { body } = this.parse(code) as unknown as { body: Statement[] };
      let text = code;
      for (const statement of body.toReversed()) {
        if (statement.type === "ExpressionStatement") text = text.slice(0, statement.start) + text.slice(statement.end);
        for (const { init } of statement.declarations?.toReversed() ?? []) {
          if (init?.type !== "NewExpression" && init?.type !== "MemberExpression") continue;
          text = `${text.slice(0, init.start)}/* @__PURE__ */ (() => ${text.slice(init.start, init.end)})()${text.slice(init.end)}`;
        }
      }
      return { code: text, map: null };
    },
  };
}
