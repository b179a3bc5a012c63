import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "@open-cowork/core/kernel";

/** The machine's own time, for parts of the product that run without a host, and against peers that have no other. */
export const realClock: Clock = {
  now: Date.now,
  after(ms, callback) {
    const timer = setTimeout(callback, ms).unref();
    return () => clearTimeout(timer);
  },
  soon(callback) {
    const immediate = setImmediate(callback);
    return () => clearImmediate(immediate);
  },
  sleep: (ms, signal) => sleep(ms, undefined, { signal, ref: false }),
};
