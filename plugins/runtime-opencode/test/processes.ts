import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** Processes whose environment names this directory: an engine, its guard and what they started. Linux only. */
export function processesOf(dataDir: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => read(`/proc/${name}/environ`).includes(`HOME=${dataDir}/`))
    .map(Number);
}

/** The OpenCode process itself. */
export function enginePid(dataDir: string): number {
  const pid = processesOf(dataDir).find((candidate) => {
    const command = read(`/proc/${candidate}/cmdline`).split("\0");
    return /opencode/.test(command[0] ?? "") && command[1] === "serve";
  });
  if (pid === undefined) throw new Error("no engine is running");
  return pid;
}

/** Everything a process shows to others of its user: environment, command line, open files. */
export function exposed(pid: number): string {
  const files = list(`/proc/${pid}/fd`).map((fd) => link(`/proc/${pid}/fd/${fd}`));
  return [read(`/proc/${pid}/environ`), read(`/proc/${pid}/cmdline`), ...files].join("\n");
}

/** Waits for something outside of this process that announces nothing. */
export async function eventually(done: () => boolean, withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!done()) {
    if (performance.now() > deadline) throw new Error("it did not come to pass");
    await delay(20);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // Gone between two looks.
    return "";
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    // Gone between two looks.
    return [];
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // Closed between two looks.
    return "";
  }
}
