/** Work that is done in order within each lane, in several lanes at the same time, and fairly: after each piece it is another lane's turn. */
export class Lanes<T> {
  readonly #lanes = new Map<string, T[]>();
  readonly #ready: string[] = [];
  readonly #idle: (() => void)[] = [];
  #active = 0;
  #stopped = false;

  /** @param work Never rejects. */
  constructor(
    private readonly parallel: number,
    private readonly work: (item: T) => Promise<void>,
  ) {}

  add(lane: string, item: T): void {
    const items = this.#lanes.get(lane);
    if (items) items.push(item);
    else {
      this.#lanes.set(lane, [item]);
      this.#ready.push(lane);
      this.#begin();
    }
  }

  /** Begins nothing more, and resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#active > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #begin(): void {
    while (!this.#stopped && this.#active < this.parallel && this.#ready.length > 0) {
      this.#active += 1;
      void this.#next(this.#ready.shift()!).then(() => {
        this.#active -= 1;
        if (this.#active === 0) for (const resolve of this.#idle.splice(0)) resolve();
        this.#begin();
      });
    }
  }

  async #next(lane: string): Promise<void> {
    const items = this.#lanes.get(lane)!;
    await this.work(items[0]!);
    items.shift();
    if (items.length > 0) this.#ready.push(lane);
    else this.#lanes.delete(lane);
  }
}
