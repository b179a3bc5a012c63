import type { Clock } from "@open-cowork/core/kernel";

/** Waits so long, or until the signal aborts: whoever rests looks at the signal next, so the abort itself is no news. */
export async function rest(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  await clock.sleep(ms, signal).catch((reason: unknown) => {
    if (!signal.aborted) throw reason;
  });
}
