import { type Fence, fenceAfter } from "./fence.js";

/** A place where a text may be cut: after `at` code units. */
interface Place {
  at: number;
  /** Open after the cut. */
  fence: Fence | undefined;
}

/** Kinds of places, from the best to the worst, each with how full the part must be for it to be taken rather than a worse one. */
const KINDS = ["paragraph", "item", "line", "word"] as const;
type Kind = (typeof KINDS)[number];
const ENOUGH: Readonly<Record<Kind, number>> = { paragraph: 0.5, item: 0.5, line: 0.25, word: 0.1 };

const ITEM = /^(?:[-*+]|\d{1,9}[.)])\s/;
const HEADING = /^#{1,6}\s/;
const ROW = /^\s*\|/;
const INDENTED = /^(?: {2,}|\t)/;

/**
 * The best place within a window. It looks at nothing beyond the window, so that it stays the same however the text goes on. Lines that are not whole decide
 * nothing: what they become is not known yet.
 */
export function bestPlace(window: string, fence: Fence | undefined): Place {
  const last = lastPlaces(window, fence);
  for (const kind of KINDS) {
    const place = last[kind];
    if (place !== undefined && place.at >= window.length * ENOUGH[kind]) return place;
  }
  return last.line ?? last.word ?? last.none;
}

function lastPlaces(window: string, fence: Fence | undefined): Partial<Record<Kind, Place>> & { none: Place } {
  const found: Partial<Record<Kind, Place>> = {};
  let open = fence;
  let start = 0;
  let before = "";
  for (let end = window.indexOf("\n"); end >= 0; end = window.indexOf("\n", start)) {
    const line = window.slice(start, end);
    if (start > 0) note(found, { at: start, fence: open }, before, line);
    open = fenceAfter(line, open);
    before = line;
    start = end + 1;
  }
  // The line that begins here is not whole, yet it begins here.
  if (start > 0) note(found, { at: start, fence: open }, before, window.slice(start));
  // What follows the window's last character is not known, and may belong to it.
  const space = window.slice(0, -1).search(/\s\S*$/) + 1;
  if (space > start && isWhole(window, space)) found.word = { at: space, fence: open };
  return { ...found, none: { at: wholeCharacters(window), fence: open } };
}

/** @param line The line that comes after the place. */
function note(found: Partial<Record<Kind, Place>>, place: Place, before: string, line: string): void {
  if (place.fence === undefined && line.trim() !== "") {
    if (before.trim() === "" && !INDENTED.test(line)) found.paragraph = place;
    else if (HEADING.test(line) || fenceAfter(line, undefined) !== undefined) found.paragraph = place;
    else if (ITEM.test(line)) found.item = place;
  }
  // Rows of a table stay together where anything else will do.
  if (!(place.fence === undefined && ROW.test(before) && ROW.test(line))) found.line = place;
  else found.word = place;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Whether a character ends there: a space may carry an accent. */
function isWhole(window: string, at: number): boolean {
  return segmenter.segment(window.slice(at - 1, at + 8)).containing(1)?.index === 1;
}

/** Length of the window without its last character, which may go on beyond it. A single one that fills it is cut between code points. */
function wholeCharacters(window: string): number {
  // Half of a code point tells nothing of what it belongs to.
  const whole = /[\uD800-\uDBFF]$/.test(window) ? window.slice(0, -1) : window;
  return segmenter.segment(whole).containing(whole.length - 1)?.index || Math.max(1, whole.length);
}
