/** Longest that anything may take here, in milliseconds. A provider under test has short timeouts, so that this is reached by what never ends. */
export const PATIENCE_MS = 10_000;
/** How often a condition is looked at that announces nothing. */
const LOOK_MS = 5;

/** The promise, or a failure that says what did not happen in time. */
export async function deadline<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`expected ${what} within ${PATIENCE_MS / 1_000} s`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves when that is so. */
export async function eventually(condition: () => boolean, what: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`expected ${what} within ${PATIENCE_MS / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Lets everything run that is ready to run, so that something which must not happen had its chance. */
export async function breathe(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Something to wait for that is settled from outside. */
export function gate(): { passed: Promise<void>; open(): void; fail(error: Error): void } {
  let open: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const passed = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  // Where nobody waits, nobody hears of a failure.
  passed.catch(() => undefined);
  return { passed, open, fail };
}
