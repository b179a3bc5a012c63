import { setTimeout as sleep } from "node:timers/promises";

/**
 * Resident memory of this process after a full collection (start it with `--expose-gc`) and a moment for the allocator to give pages back.
 * Garbage that waits for a collection is no cost of a feature.
 */
export async function residentBytes(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await sleep(200);
  }
  return process.memoryUsage.rss();
}
