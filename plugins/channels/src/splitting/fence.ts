/** An open code fence: what closes it and what opens it again. */
export interface Fence {
  indent: string;
  marks: string;
  /** First word of the info string, which is the language. */
  language: string;
}

/** Longer marks and info strings are no fence to us, so that the room that reopening and closing take is bounded. */
const MOST_MARKS = 16;
const MOST_LANGUAGE = 40;
/** Deeper than CommonMark's three, because fences within list items are indented with their item. */
const MOST_INDENT = 8;
/** A line break, the indentation and the marks. */
export const CLOSING_ROOM = 1 + MOST_INDENT + MOST_MARKS;

const LINE = new RegExp(`^([ \\t]{0,${MOST_INDENT}})(\`{3,${MOST_MARKS}}|~{3,${MOST_MARKS}})(.*)$`);

/** The fence after a whole line, given the one before it. @see https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
export function fenceAfter(line: string, open: Fence | undefined): Fence | undefined {
  const [, indent = "", marks = "", info = ""] = LINE.exec(line.replace(/\r$/, "")) ?? [];
  if (marks === "" || info.startsWith(marks[0]!)) return open;
  if (open !== undefined) return marks[0] === open.marks[0] && marks.length >= open.marks.length && info.trim() === "" ? undefined : open;
  // Marks that close on the same line are inline code.
  if (marks.startsWith("`") && info.includes("`")) return undefined;
  const language = info.trim().split(/\s/)[0]!;
  return { indent, marks, language: language.length > MOST_LANGUAGE ? "" : language };
}

export function opening(fence: Fence | undefined): string {
  return fence === undefined ? "" : `${fence.indent}${fence.marks}${fence.language}\n`;
}

/** What ends a part within a fence. */
export function closing(fence: Fence | undefined, part: string): string {
  return fence === undefined ? "" : `${part.endsWith("\n") ? "" : "\n"}${fence.indent}${fence.marks}`;
}
