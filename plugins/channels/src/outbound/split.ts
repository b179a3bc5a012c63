const FENCE = /^( {0,3})(`{3,}|~{3,})\s*([^`]*)$/;

/**
 * Markdown in parts of at most `max` UTF-16 code units, cut at good places: between paragraphs, else lines, else words. A code fence that is cut is closed and
 * opened again in its language. Parts before the last depend on what they hold alone, so that they stay as they are while the text grows.
 */
export function splitMarkdown(text: string, max: number): string[] {
  const parts: string[] = [];
  let rest = text;
  let open: string | undefined;
  while (rest.length > 0) {
    const head = open === undefined ? "" : `${open}\n`;
    if (head.length + rest.length <= max) {
      parts.push(head + rest);
      break;
    }
    // Room for the fence that may have to be closed.
    const room = Math.max(1, max - head.length - 8);
    const at = cutAt(rest, room);
    const piece = rest.slice(0, at);
    const after = fenceAfter(piece, open);
    const body = head + piece.replace(/\n+$/, "");
    parts.push(after === undefined ? body : `${body}\n${closing(after)}`);
    rest = rest.slice(at).replace(/^\n+/, "");
    open = after;
  }
  return parts.filter((part) => part.trim() !== "");
}

/** Where to cut within the first `room` code units; the second half of them is good enough for a better place. */
function cutAt(text: string, room: number): number {
  const window = text.slice(0, room);
  for (const mark of ["\n\n", "\n", " "]) {
    const at = window.lastIndexOf(mark);
    if (at > room / 2) return at + mark.length;
  }
  return room - unfinished(text, room);
}

/** Code units at the end of the first `room` that belong to a character which goes on after it. */
function unfinished(text: string, room: number): number {
  const from = Math.max(0, room - 40);
  let end = from;
  for (const { segment } of segmenter.segment(text.slice(from, room + 40))) {
    if (end + segment.length > room) return end === 0 || end === from ? 0 : room - end;
    end += segment.length;
  }
  return 0;
}
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The line that opened the fence in which the piece ends. */
function fenceAfter(piece: string, before: string | undefined): string | undefined {
  let open = before;
  for (const line of piece.split("\n")) {
    const [, , marks = "", info = ""] = FENCE.exec(line) ?? [];
    if (marks === "") continue;
    if (open === undefined) open = line;
    else if (info.trim() === "" && closes(marks, open)) open = undefined;
  }
  return open;
}

function closes(marks: string, open: string): boolean {
  const [, , opened = ""] = FENCE.exec(open) ?? [];
  return marks[0] === opened[0] && marks.length >= opened.length;
}

function closing(open: string): string {
  return FENCE.exec(open)?.[2] ?? "```";
}
