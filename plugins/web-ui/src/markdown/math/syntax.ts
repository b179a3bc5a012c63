import type { MarkedOptions, Tokens } from "marked";

export interface MathToken extends Tokens.Generic {
  type: "math";
  tex: string;
  display: boolean;
}

/** `$$…$$` and `\[…\]` on lines of their own. TeX allows no blank line in a formula, so an opening that nothing closes ends with its paragraph. */
const BLOCK = /^ {0,3}(?:\$\$((?:(?!\n[ \t]*\n|\$\$)[\s\S])+?)\$\$|\\\[((?:(?!\n[ \t]*\n|\\\])[\s\S])+?)\\\])[ \t]*(?:\n|$)/;
const BLOCK_START = /\n {0,3}(?:\$\$|\\\[)/;
/** `$$…$$`, `$…$` that hugs its content and is followed by no letter or digit, and `\(…\)`. */
const INLINE = /^(?:\$\$([^\n$]+?)\$\$|\$(?![\s$])((?:\\.|[^\\$\n])+?)(?<!\s)\$(?![\w$])|\\\((.+?)\\\))/;
/** "$5 and the other 10$" is about money. */
const MONEY = /^\d[\d.,]*\s+[a-z]{2,}/i;

/** What the lexer has to know to see formulas. */
export const mathSyntax = {
  childTokens: {},
  renderers: {},
  block: [(source: string) => token(BLOCK.exec(source), true)],
  startBlock: [(source: string) => after(BLOCK_START.exec(source)?.index)],
  inline: [(source: string) => token(INLINE.exec(source), false)],
  startInline: [(source: string) => /\$|\\\(/.exec(source)?.index],
} as MarkedOptions["extensions"];

function token(found: RegExpExecArray | null, display: boolean): MathToken | undefined {
  const tex = (found?.[1] ?? found?.[2] ?? found?.[3])?.trim();
  if (!found || !tex || MONEY.test(tex)) return undefined;
  return { type: "math", raw: found[0], tex, display };
}

/** The formula begins behind the line's end. */
function after(index: number | undefined): number | undefined {
  return index === undefined ? undefined : index + 1;
}
