import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** An upload that old has no client any more. */
const ABANDONED_MS = 24 * 60 * 60 * 1_000;

/** Removes what killed hosts left of their uploads. Returns how many files. */
export async function sweepUploads(folder: string, now: number): Promise<number> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  let removed = 0;
  for (const name of names) {
    const file = join(folder, name);
    const { mtimeMs } = await stat(file);
    if (now - mtimeMs < ABANDONED_MS) continue;
    await rm(file, { force: true });
    removed += 1;
  }
  return removed;
}
