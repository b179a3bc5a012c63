import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "@open-cowork/core/kernel";

/** The machine's clock. None of its timers keeps the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms).unref();
    return () => clearTimeout(timer);
  },
  soon(callback) {
    const immediate = setImmediate(callback);
    return () => clearImmediate(immediate);
  },
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      await delay(ms, undefined, { signal, ref: false });
    } catch (error) {
      // Node rejects with an AbortError of its own; the port promises the signal's reason.
      throw signal?.aborted ? signal.reason : error;
    }
  },
};
