import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "@open-cowork/core/kernel";

/** The machine's own time, for tests against a server that has no other. */
export const realClock: Clock = {
  now: Date.now,
  after(ms, callback) {
    const timer = setTimeout(callback, ms).unref();
    return () => clearTimeout(timer);
  },
  sleep: (ms, signal) => sleep(ms, undefined, { signal, ref: false }),
};
