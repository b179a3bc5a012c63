import type { Block, SessionView } from "@open-cowork/shared";
import type { Texts } from "../texts/english.js";
import { paragraphs } from "./request.js";

const MOST_FILES = 10;

/** How a run ended, as a line for people; undefined where its answer says it all. */
export function endText({ state, run: id }: Extract<Block, { type: "end" }>, view: SessionView, texts: Texts): string | undefined {
  const run = id === undefined ? undefined : view.runs[id];
  if (state === "failed") return texts.runFailed(run?.error?.message ?? "");
  if (state === "aborted") return run !== undefined && run.startedAt === undefined ? texts.withdrawn : texts.aborted;
  if (state === "interrupted") return run?.resumable === false && hasResumed(view, id) ? texts.goesOn : texts.interrupted;
  // Somebody who was promised an answer gets a word even where there was nothing to say.
  const text = paragraphs(id !== undefined && hasSpoken(view, id) ? "" : texts.done, changedFiles(view, id, texts));
  return text === "" ? undefined : text;
}

function hasSpoken(view: SessionView, run: string): boolean {
  return view.blocks.some((block) => block.run === run && ((block.type === "text" && block.text.trim() !== "") || block.type === "artifact"));
}

function hasResumed(view: SessionView, run: string | undefined): boolean {
  return Object.values(view.runs).some(({ resumes }) => resumes === run);
}

function changedFiles(view: SessionView, run: string | undefined, texts: Texts): string {
  const files = new Map<string, { additions: number; deletions: number }>();
  for (const block of view.blocks) {
    if (block.type !== "files" || block.run !== run) continue;
    for (const { path, additions, deletions } of block.files) {
      const known = files.get(path) ?? { additions: 0, deletions: 0 };
      files.set(path, { additions: known.additions + additions, deletions: known.deletions + deletions });
    }
  }
  if (files.size === 0) return "";
  const lines = [...files].slice(0, MOST_FILES).map(([path, { additions, deletions }]) => texts.changedFile(path, additions, deletions));
  return texts.changed(files.size > MOST_FILES ? [...lines, texts.moreFiles(files.size - MOST_FILES)] : lines);
}
