/** How often a condition is looked at that announces nothing. */
const LOOK_MS = 5;

/** How long things may take. A provider under test has short timeouts, so that the end of it is reached only by what never ends. */
export class Patience {
  constructor(private readonly ms: number) {}

  /** The promise, or a failure that says what did not happen in time. */
  async within<T>(promise: Promise<T>, what: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(this.#spent(what)), this.ms);
    });
    try {
      return await Promise.race([promise, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Resolves when that is so. */
  async eventually(condition: () => boolean, what: string): Promise<void> {
    const end = performance.now() + this.ms;
    while (!condition()) {
      if (performance.now() > end) throw this.#spent(what);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  #spent(what: string): Error {
    return new Error(`expected ${what} within ${this.ms / 1_000} s`);
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
