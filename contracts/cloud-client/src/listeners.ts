/** Callbacks that may come and go while they are being called. */
export class Listeners<T extends unknown[]> {
  readonly #all = new Set<(...args: T) => void>();

  add(listener: (...args: T) => void): () => void {
    // A wrapper of its own, so that the same function may listen twice.
    const entry = (...args: T) => listener(...args);
    this.#all.add(entry);
    return () => void this.#all.delete(entry);
  }

  call(...args: T): void {
    for (const listener of [...this.#all]) listener(...args);
  }
}
