/** Counts what the mapping does not know, and keeps the newest types, so that a new engine version shows up in health instead of as silence. */
export class UnknownEvents {
  count = 0;
  readonly #recent: string[] = [];

  constructor(private readonly keep = 20) {}

  add(type: string): void {
    this.count += 1;
    if (this.#recent.includes(type)) return;
    this.#recent.push(type);
    if (this.#recent.length > this.keep) this.#recent.shift();
  }

  /** Different types, oldest first. */
  get recent(): readonly string[] {
    return this.#recent;
  }
}
