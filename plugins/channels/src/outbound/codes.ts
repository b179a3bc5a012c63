import type { Interaction } from "@open-cowork/shared";
import type { Served } from "../served.js";

/** Short ids of open requests, renewed when they lapse, so that a request that waits for days can still be decided. */
export class Codes {
  readonly #offered = new Map<string, Interaction>();

  constructor(
    private readonly served: Served,
    private readonly of: { thread: string; session: string },
  ) {}

  /** The code of a request as it is known now; undefined until `offer` has answered. */
  get(request: string): Interaction | undefined {
    const known = this.#offered.get(request);
    return known !== undefined && known.expiresAt > this.served.deps.clock.now() ? known : undefined;
  }

  /** How often it was renewed, by the time since it was asked. */
  version(at: number): number {
    return Math.max(0, Math.floor((this.served.deps.clock.now() - at) / this.served.config.interactionTtlMs));
  }

  async offer(kind: Interaction["kind"], request: string): Promise<void> {
    if (this.get(request) !== undefined) return;
    const { deps, ctx, binding, config } = this.served;
    this.#offered.set(request, await deps.interactions.offer(ctx, binding.id, { ...this.of, kind, request }, config.interactionTtlMs));
  }

  /** When the next of the given ones lapses. */
  nextLapse(requests: readonly string[]): number | undefined {
    const times = requests.flatMap((request) => this.#offered.get(request)?.expiresAt ?? []);
    return times.length === 0 ? undefined : Math.min(...times);
  }
}
