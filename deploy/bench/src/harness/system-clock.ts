import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "@open-cowork/core/kernel";

/** Real time, for parts of the product that are run without a host. */
export const systemClock: Clock = {
  now: Date.now,
  after(ms, callback) {
    const timer = setTimeout(callback, ms).unref();
    return () => clearTimeout(timer);
  },
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
};
