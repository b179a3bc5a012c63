import type { SendOutcome } from "@open-cowork/shared";

/** Upper bounds of the histogram of acceptance, in seconds. */
export const ACCEPT_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Numbers of one provider since the start of the process. */
export class ProviderNumbers {
  readonly inbound = { claimed: 0, known: 0, rejected: 0 };
  /** How many acceptances took at most as long as each of {@link ACCEPT_SECONDS}, and all of them. */
  readonly accepted = { buckets: ACCEPT_SECONDS.map(() => 0), count: 0, seconds: 0 };
  readonly dealt = new Map<string, number>();
  readonly tries = new Map<SendOutcome["state"] | "dead", number>();
  refused = 0;

  accept(outcome: "claimed" | "known", ms: number): void {
    const { accepted, inbound } = this;
    inbound[outcome] += 1;
    accepted.count += 1;
    accepted.seconds += ms / 1_000;
    for (const [i, bound] of ACCEPT_SECONDS.entries()) if (ms / 1_000 <= bound) accepted.buckets[i]! += 1;
  }

  /** @param outcome Only its first word counts: `command`, `failed`. */
  deal(outcome: string): void {
    add(this.dealt, outcome.split(":", 1)[0]!);
  }

  tried(outcome: SendOutcome["state"] | "dead"): void {
    add(this.tries, outcome);
  }
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
