import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Resident memory of a process in bytes; undefined when it is gone or the platform cannot tell. */
export async function residentBytes(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === "linux") {
      const pages = Number((await readFile(`/proc/${pid}/statm`, "utf8")).split(" ")[1]);
      return pages * 4096;
    }
    if (process.platform === "win32") return undefined;
    return Number((await run("ps", ["-o", "rss=", "-p", String(pid)])).stdout.trim()) * 1024;
  } catch {
    // The process has ended between two looks.
    return undefined;
  }
}
