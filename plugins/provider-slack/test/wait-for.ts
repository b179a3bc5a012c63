import { setImmediate as turn } from "node:timers/promises";

/** @throws Error when it does not come within five seconds */
export async function waitFor(done: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!done()) {
    if (performance.now() > deadline) throw new Error(`Waited in vain until ${what}`);
    await turn();
  }
}
