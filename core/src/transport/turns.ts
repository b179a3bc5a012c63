/** Work by key: of one key one after the other, in the order in which it was given; of different keys at the same time. What fails holds up nothing. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Runs it when everything given before under that key has ended. Settles as it does. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).then(work);
    const ended = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(key, ended);
    void ended.then(() => {
      if (this.#last.get(key) === ended) this.#last.delete(key);
    });
    return turn;
  }

  /** Resolves when everything that was given so far has ended. */
  async ended(): Promise<void> {
    await Promise.all(this.#last.values());
  }
}
