import { createTwoFilesPatch, diffWordsWithSpace, parsePatch } from "diff";

export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
  /** Number in the file as it was; absent for added lines. */
  before?: number;
  /** Number in the file as it is now; absent for removed lines. */
  after?: number;
  /** Parts of the text that changed, as [start, end), where the line has a counterpart that is mostly the same. */
  marks?: [start: number, end: number][];
}
export interface DiffHunk {
  lines: DiffLine[];
}

/** The hunks of a unified diff, of all its files. Text that is no diff gives none. */
export function parseDiff(patch: string): DiffHunk[] {
  try {
    return parsePatch(patch).flatMap((file) => file.hunks.map((hunk) => toHunk(hunk.oldStart, hunk.newStart, hunk.lines)));
  } catch {
    // Written by a tool, cut off or not a patch at all: the caller shows it as it is.
    return [];
  }
}

/** A unified diff of two texts. */
export function diffOf(before: string, after: string, path: string): string {
  return createTwoFilesPatch(path, path, before, after, "", "", { context: 3 });
}

function toHunk(oldStart: number, newStart: number, raw: string[]): DiffHunk {
  let before = oldStart;
  let after = newStart;
  const lines: DiffLine[] = [];
  for (const line of raw) {
    const text = line.slice(1);
    if (line[0] === "+") lines.push({ kind: "added", text, after: after++ });
    else if (line[0] === "-") lines.push({ kind: "removed", text, before: before++ });
    else if (line[0] === " " || line === "") lines.push({ kind: "same", text, before: before++, after: after++ });
  }
  markPairs(lines);
  return { lines };
}

/** Longer runs are rewrites: pairing their lines tells nothing. */
const MAX_PAIRED_LINES = 12;

/** Marks what changed inside lines: each removed line of a run is held against the added lines that follow, in order, and the first that is mostly the same is its counterpart. */
function markPairs(lines: DiffLine[]): void {
  for (let i = 0; i < lines.length; ) {
    const removed = runOf(lines, i, "removed");
    const added = runOf(lines, i + removed, "added");
    if (removed <= MAX_PAIRED_LINES && added <= MAX_PAIRED_LINES) pairRun(lines.slice(i, i + removed), lines.slice(i + removed, i + removed + added));
    i += Math.max(1, removed + added);
  }
}

function pairRun(removed: DiffLine[], added: DiffLine[]): void {
  let next = 0;
  for (const line of removed) {
    const at = added.findIndex((other, k) => k >= next && markPair(line, other));
    if (at >= 0) next = at + 1;
  }
}

function runOf(lines: DiffLine[], from: number, kind: DiffLine["kind"]): number {
  let end = from;
  while (lines[end]?.kind === kind) end++;
  return end - from;
}

const MAX_MARKED_CHARS = 400;

/** Returns false, and marks nothing, for lines that have too little in common. */
function markPair(removed: DiffLine, added: DiffLine): boolean {
  if (removed.text.length > MAX_MARKED_CHARS || added.text.length > MAX_MARKED_CHARS) return false;
  const parts = diffWordsWithSpace(removed.text, added.text);
  const kept = parts.reduce((sum, part) => sum + (part.added || part.removed ? 0 : part.value.trim().length), 0);
  if (kept < Math.max(removed.text.trim().length, added.text.trim().length) * 0.5) return false;
  removed.marks = [];
  added.marks = [];
  let before = 0;
  let after = 0;
  for (const { value, added: isAdded, removed: isRemoved } of parts) {
    if (isRemoved) removed.marks.push([before, (before += value.length)]);
    else if (isAdded) added.marks.push([after, (after += value.length)]);
    else {
      before += value.length;
      after += value.length;
    }
  }
  return true;
}
