import type { Clock } from "@open-cowork/core/kernel";

/** What the work resolves or rejects with, or `late` when it takes longer. What comes of the work after that is nobody's concern any more. */
export async function within<T, L = T>(clock: Clock, ms: number, work: () => Promise<T>, late: () => L | Promise<L>): Promise<T | L> {
  let cancel: () => void = () => undefined;
  const timeout = new Promise<{ late: true }>((resolve) => (cancel = clock.after(ms, () => resolve({ late: true }))));
  // A provider of others may throw before it returns a promise.
  const result = (async () => ({ value: await work() }))();
  try {
    const first = await Promise.race([result, timeout]);
    if ("value" in first) return first.value;
    result.catch(() => undefined);
    return late();
  } finally {
    cancel();
  }
}
