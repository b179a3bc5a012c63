import type { Timers } from "@open-cowork/cloud-client";
import type { Clock } from "@open-cowork/core/kernel";

/** The host's clock for the client's streams. */
export function clockTimers(clock: Clock): Timers {
  return {
    setTimeout: (callback, ms) => clock.after(ms, callback),
    clearTimeout: (cancel) => (cancel as (() => void) | undefined)?.(),
    random: Math.random,
  };
}
