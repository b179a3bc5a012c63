import type { z } from "zod";
import { alternatives, below, knownKeys } from "./schema-walk.js";

/** What the operator probably meant by a name that is not known at this place; else the names that are. */
export function suggestKey(key: string, schema: z.ZodType, path: readonly PropertyKey[]): string | undefined {
  let schemas = alternatives(schema);
  for (const part of path) schemas = below(schemas, part as string | number);
  const names = knownKeys(schemas);
  const meant = closest(key, names);
  if (meant) return `Did you mean ${meant}?`;
  return names.length ? `Known here: ${names.join(", ")}` : undefined;
}

/** The name at the smallest edit distance, when that is small for the length of the word. */
export function closest(word: string, names: readonly string[]): string | undefined {
  const ranked = names.map((name) => ({ name, distance: editDistance(word.toLowerCase(), name.toLowerCase()) })).sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.name : undefined;
}

/** Levenshtein, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
