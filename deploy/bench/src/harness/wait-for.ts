import { setTimeout as sleep } from "node:timers/promises";

/** Waits until `done` holds, looking every few milliseconds. @throws Error after `deadlineMs` (default 60 s), naming what did not come */
export async function waitFor(done: () => boolean | Promise<boolean>, what: string, { deadlineMs = 60_000, everyMs = 5 } = {}): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!(await done())) {
    if (performance.now() > deadline) throw new Error(`Waited ${deadlineMs} ms in vain until ${what}`);
    await sleep(everyMs);
  }
}
