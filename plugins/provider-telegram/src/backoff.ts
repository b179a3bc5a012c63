/** Pauses that double from the first to the last, in milliseconds. */
export class Backoff {
  #next: number;

  constructor(
    private readonly firstMs: number,
    private readonly lastMs: number,
  ) {
    this.#next = firstMs;
  }

  next(): number {
    const ms = this.#next;
    this.#next = Math.min(ms * 2, this.lastMs);
    return ms;
  }

  reset(): void {
    this.#next = this.firstMs;
  }
}
