/**
 * Updates that Telegram still has, and what became of them here. It forgets everything below an offset at once, so the offset stops at the first one that is not stored,
 * although later ones may be. https://core.telegram.org/bots/api#getupdates
 */
export class Unconfirmed {
  /** Oldest first, as Telegram gave them. Ids mostly grow, but begin anywhere after a week without updates. */
  #order: number[] = [];
  readonly #states = new Map<number, "taken" | "stored">();

  /** What to confirm next; undefined for nothing. */
  offset(): number | undefined {
    const last = this.#storedAtFront().at(-1);
    return last === undefined ? undefined : last + 1;
  }

  /** Whether all of them are stored. */
  get settled(): boolean {
    return this.#storedAtFront().length === this.#order.length;
  }

  /** Telegram was told the offset and gave these. */
  received(offset: number | undefined, ids: readonly number[]): void {
    if (offset !== undefined) {
      const at = this.#order.indexOf(offset - 1);
      for (const id of this.#order.slice(0, at + 1)) this.#states.delete(id);
    }
    this.#order = [...ids];
  }

  /** Nobody is at it, and it is not stored. */
  isNew(id: number): boolean {
    return !this.#states.has(id);
  }

  mark(id: number, state: "taken" | "stored"): void {
    this.#states.set(id, state);
  }

  /** It was not stored. It comes again, since it is not confirmed. */
  drop(id: number): void {
    this.#states.delete(id);
  }

  #storedAtFront(): number[] {
    const end = this.#order.findIndex((id) => this.#states.get(id) !== "stored");
    return end < 0 ? this.#order : this.#order.slice(0, end);
  }
}
