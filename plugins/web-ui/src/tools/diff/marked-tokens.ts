import type { CodeToken } from "../../markdown/highlight/highlighter.js";

/** Cuts coloured pieces at the bounds of marks; a piece inside a mark also has the class `changed`. Marks are in order and apart. */
export function markTokens(tokens: readonly CodeToken[], marks: readonly (readonly [start: number, end: number])[]): CodeToken[] {
  const out: CodeToken[] = [];
  let at = 0;
  for (const token of tokens) {
    let rest = token.text;
    while (rest !== "") {
      const mark = marks.find(([, end]) => end > at);
      const inside = mark !== undefined && mark[0] <= at;
      const length = mark === undefined ? rest.length : Math.min(rest.length, (inside ? mark[1] : mark[0]) - at);
      out.push({ text: rest.slice(0, length), name: inside ? `${token.name} changed`.trim() : token.name });
      rest = rest.slice(length);
      at += length;
    }
  }
  return out;
}
