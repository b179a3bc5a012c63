import type { IndexPatch } from "@open-cowork/core/sessions";
import { searchWords, storable } from "./text.js";

/** The index patch as the parameters of `append_batch`; what is empty is left out, so that the function skips it. */
export interface PatchValues {
  patch: string;
  opened: string | null;
  saidAt: number[] | null;
  saidText: string[] | null;
  saidWords: string[] | null;
}

export function patchValues({ opened, closed, said, ...line }: IndexPatch): PatchValues {
  const patch = {
    ...line,
    ...(line.title === undefined ? {} : { title: storable(line.title), titleWords: searchWords(line.title) }),
    ...(line.tags === undefined ? {} : { tags: line.tags.map(storable) }),
    ...(closed.length === 0 ? {} : { closed: closed.map(({ kind, id }) => ({ kind, id })) }),
  };
  return {
    patch: JSON.stringify(patch),
    opened: opened.length === 0 ? null : JSON.stringify(opened),
    saidAt: said.length === 0 ? null : said.map(({ at }) => at + 1),
    saidText: said.length === 0 ? null : said.map(({ text }) => storable(text)),
    saidWords: said.length === 0 ? null : said.map(({ text }) => searchWords(text)),
  };
}

/** A batch that changes nothing but the head: output of a run. */
export function isPlain(patch: IndexPatch): boolean {
  return !patch.touches && !patch.wakes && patch.said.length === 0;
}
