import { readdir, readFile } from "node:fs/promises";
import type { Log } from "@open-cowork/core/kernel";
import { ENGINE_MARK, type MarkPrefixes } from "./guard.js";

/**
 * Ends engines, and what they started, of an earlier boot of this data directory. They are recognised by the mark in their
 * environment and by nothing else. Linux only: elsewhere the guard is the only line of defence.
 */
export async function endLeftovers(marks: MarkPrefixes, log: Log): Promise<number> {
  if (process.platform !== "linux") return 0;
  const marked = new RegExp(`(?:^|\\0)${ENGINE_MARK}=([^\\0]*)`);
  let ended = 0;
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    const mark = marked.exec(await environOf(name))?.[1];
    if (mark === undefined || !mark.startsWith(marks.directory) || mark.startsWith(marks.boot)) continue;
    if (kill(Number(name))) ended += 1;
  }
  if (ended > 0) log.warn("engine.leftovers_ended", { processes: ended });
  return ended;
}

async function environOf(pid: string): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/environ`, "latin1");
  } catch {
    // Gone meanwhile, or another user's: not ours either way.
    return "";
  }
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    // Gone meanwhile.
    return false;
  }
}
