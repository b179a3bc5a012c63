import type { Clock } from "@open-cowork/core/kernel";

const HOUR = 60 * 60_000;
const EACH = 1;
const ALL = 20;

/** How often strangers are told how to be let in: once an hour each, and twenty times an hour in all, so that nobody makes us talk. */
export class HintLimit {
  readonly #told = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  may(person: string): boolean {
    const now = this.clock.now();
    for (const [who, at] of this.#told) if (now - at >= HOUR || at > now) this.#told.delete(who);
    const mine = this.#told.has(person) ? EACH : 0;
    if (mine >= EACH || this.#told.size >= ALL) return false;
    this.#told.set(person, now);
    return true;
  }
}
