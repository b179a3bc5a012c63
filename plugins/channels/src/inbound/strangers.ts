import type { Clock } from "@open-cowork/core/kernel";

const HOUR = 60 * 60_000;
const EACH = 1;
const ALL = 20;

/** How often strangers are told how to be let in: once an hour each, and twenty times an hour in all, so that nobody makes us talk. */
export class HintLimit {
  readonly #told: { person: string; at: number }[] = [];

  constructor(private readonly clock: Clock) {}

  may(person: string): boolean {
    const now = this.clock.now();
    // A clock that is set back lets go of what it cannot judge.
    const recent = this.#told.filter(({ at }) => now - at < HOUR && at <= now);
    this.#told.splice(0, this.#told.length, ...recent);
    if (recent.length >= ALL || recent.filter((each) => each.person === person).length >= EACH) return false;
    this.#told.push({ person, at: now });
    return true;
  }
}
