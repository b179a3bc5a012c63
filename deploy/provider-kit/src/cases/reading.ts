import type { MarkdownSample } from "./markdown-samples.js";

/** Control characters, soft hyphens and non-characters: nobody sees them, and platforms drop or replace them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\ufffd\ufffe\uffff]/g;

/** Text as somebody would read it aloud: spaces and line breaks are one, what cannot be seen is not there. */
export function reading(text: string): string {
  return text.replace(UNSEEN, "").replace(/\s+/gu, " ").trim();
}

/** Why what is shown does not read as it was meant; undefined when it does. */
export function misreading(shown: string, { reads, besides = [], never = [], lines = [] }: MarkdownSample): string | undefined {
  const text = reading(shown);
  const between: string[] = [];
  let at = 0;
  for (const piece of reads.map(reading)) {
    const found = text.indexOf(piece, at);
    if (found < 0) return `"${piece}" is missing after "${text.slice(0, at)}"`;
    between.push(text.slice(at, found));
    at = found + piece.length;
  }
  between.push(text.slice(at));
  const more = besides.reduce((rest, allowed) => rest.replaceAll(allowed, ""), between.join("\n"));
  if (/[\p{L}\p{N}]/u.test(more)) return `more is read than was said: ${JSON.stringify(more)}`;
  const left = never.find((mark) => between.some((part) => part.includes(mark)));
  if (left !== undefined) return `a mark is left over: ${left}`;
  const changed = lines.find((line) => !shown.includes(line));
  return changed === undefined ? undefined : `a line lost its spaces: ${JSON.stringify(changed)}`;
}
