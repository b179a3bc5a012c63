import type { Timers } from "../src/timers.js";

/** Timers that fire when told to, and no chance. */
export class ManualTimers implements Timers {
  readonly #pending = new Map<number, { callback: () => void; ms: number }>();
  #next = 1;

  setTimeout(callback: () => void, ms: number): unknown {
    const handle = this.#next++;
    this.#pending.set(handle, { callback, ms });
    return handle;
  }
  clearTimeout(handle: unknown): void {
    this.#pending.delete(handle as number);
  }
  random(): number {
    return 0.5;
  }

  /** Delays of the timers that wait, shortest first. */
  get delays(): number[] {
    return [...this.#pending.values()].map(({ ms }) => ms).sort((a, b) => a - b);
  }

  /** Fires the one with the shortest delay. */
  fire(): void {
    const [handle, timer] = [...this.#pending].sort(([, a], [, b]) => a.ms - b.ms)[0]!;
    this.#pending.delete(handle);
    timer.callback();
  }
}

/** Waits for something that needs no time, only turns of the event loop. */
export async function until(done: () => boolean): Promise<void> {
  for (let i = 0; i < 1_000; i++) {
    if (done()) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  throw new Error(`never: ${done}`);
}
