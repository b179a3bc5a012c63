import type { Clock } from "../kernel/clock.js";

interface Timer {
  due: number;
  order: number;
  callback: () => void;
}

/** A clock that moves only when told to. Timers that fall due on the way run in order of their time, each at its own time. */
export class FixedClock implements Clock {
  #now: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  /** @param start Milliseconds since the epoch; default 2026-01-01T00:00:00Z. */
  constructor(start = 1_767_225_600_000) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer: Timer = { due: this.#now + Math.max(0, ms), order: this.#order++, callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  soon(callback: () => void): () => void {
    let cancelled = false;
    // Fewer links than `settle` waits for by default: who settles sees it done.
    void settle(20).then(() => cancelled || callback());
    return () => void (cancelled = true);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const cancel = this.after(ms, () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      });
      const abort = () => {
        cancel();
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  /** The time jumps as when a machine has slept: timers that fell due meanwhile run late, with the next `advance`. */
  leap(ms: number): void {
    this.#now += ms;
  }

  /** Timers that wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time on and runs what falls due, letting promise chains settle after each timer, so that a timer set by another one runs too. */
  async advance(ms: number): Promise<void> {
    const target = this.#now + ms;
    await settle();
    for (let timer = this.#next(target); timer; timer = this.#next(target)) {
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.due);
      timer.callback();
      await settle();
    }
    this.#now = target;
  }

  #next(until: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due > until) continue;
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order)) first = timer;
    }
    return first;
  }
}

/** Lets promise reactions run that are already under way; 50 links is more than any chain here has. */
export async function settle(turns = 50): Promise<void> {
  for (let i = 0; i < turns; i++) await undefined;
}
