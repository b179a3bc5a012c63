import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "@open-cowork/core/kernel";

/** The time of this machine, for providers under test and the harness around them. */
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
