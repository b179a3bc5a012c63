import { CLOSING_ROOM, closing, type Fence, fenceAfter, opening } from "./fence.js";
import { bestPlace } from "./places.js";

export interface Part {
  /** What is shown: the source, without blank lines at its ends, with a fence that was cut closed and opened again in its language. */
  text: string;
  /** The piece of the text that it stands for. The sources of all parts, joined, are the text. */
  source: string;
}

/** Below this there is no room for fences; a text message has as much. */
const LEAST = 160;

/**
 * Markdown in parts of at most `max` UTF-16 code units, cut between paragraphs, else before items of a list, else lines, else words, and never within a
 * character. A part that is followed by another stays as it is however the text grows. Parts that would show nothing are left out, except that their
 * source goes to the part before them.
 */
export function split(text: string, max: number): Part[] {
  const most = Math.max(LEAST, max);
  const parts: Part[] = [];
  let fence: Fence | undefined;
  let start = 0;
  for (;;) {
    const head = opening(fence);
    const room = most - head.length - CLOSING_ROOM;
    const rest = text.length - start;
    const place = rest <= room ? undefined : bestPlace(text.slice(start, start + room), fence);
    const source = place === undefined ? text.slice(start) : text.slice(start, start + place.at);
    const after = place === undefined ? fenceAtEnd(source, fence) : place.fence;
    add(parts, source, head, after);
    if (place === undefined) return parts;
    start += place.at;
    fence = after;
  }
}

function add(parts: Part[], source: string, head: string, after: Fence | undefined): void {
  const shown = trimmed(source);
  const previous = parts.at(-1);
  if (shown === "" && previous !== undefined) previous.source += source;
  else if (shown !== "") {
    const body = head + shown;
    parts.push({ text: body + closing(after, body), source });
  } else if (source !== "") parts.push({ text: "", source });
}

/** Without blank lines around it; the indentation of its first line belongs to it. */
function trimmed(source: string): string {
  return source.replace(/^(?:[ \t]*\r?\n)+/, "").replace(/(?:\r?\n[ \t]*)+$/, "");
}

function fenceAtEnd(source: string, fence: Fence | undefined): Fence | undefined {
  let open = fence;
  for (const line of source.split("\n")) open = fenceAfter(line, open);
  return open;
}
