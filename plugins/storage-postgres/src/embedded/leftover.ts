import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { AppError } from "@open-cowork/shared";

const STOP_MS = 20_000;
const POLL_MS = 10;

/**
 * Ends a server that an earlier, killed host left on this data directory; its guard is usually just doing so. The number in postmaster.pid may
 * meanwhile belong to a stranger, who is left alone.
 *
 * @returns whether one was found
 * @throws AppError `storage.unavailable` when it does not stop
 */
export async function stopLeftover(data: string): Promise<boolean> {
  const pidFile = join(data, "postmaster.pid");
  const pid = await readPid(pidFile);
  if (pid === undefined) return false;
  if (!isAlive(pid)) return false;
  if (!(await isServerOf(pid, data))) {
    // Postgres would refuse to start as long as anything lives under that number.
    await rm(pidFile, { force: true });
    return false;
  }
  signal(pid, "SIGINT");
  const deadline = Date.now() + STOP_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) {
      throw new AppError("storage.unavailable", { message: `Another Postgres (process ${pid}) works on ${data} and does not stop. End it, then start again.` });
    }
    await sleep(POLL_MS);
  }
  return true;
}

async function readPid(file: string): Promise<number | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : undefined;
}

/** A server of ours names the data directory on its command line. */
async function isServerOf(pid: number, data: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").then(
    (text) => text.split("\0"),
    async () => (await promisify(execFile)("ps", ["-p", String(pid), "-o", "command="]).catch(() => ({ stdout: "" }))).stdout.trim().split(/\s+/),
  );
  return /postgres(\.exe)?$/.test(command[0] ?? "") && command.includes(data);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // ESRCH: gone between the look and the signal, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
