import type { Interaction, SessionView } from "@open-cowork/shared";
import type { Served } from "../served.js";

/** Short ids of open requests, renewed when they lapse, so that a request that waits for days can still be decided. */
export class Codes {
  readonly #offered = new Map<string, Interaction>();

  constructor(
    private readonly served: Served,
    private readonly of: { thread: string; session: string },
  ) {}

  /** The code of a request as it is known now; undefined until `offer` has answered. */
  get(request: string, askedAt: number): { id: string; version: number } | undefined {
    const known = this.#valid(request);
    if (known === undefined) return undefined;
    // How often it was renewed, told from time alone, so that another process tells the same.
    const version = Math.max(0, Math.floor((known.createdAt - askedAt) / this.served.config.interactionTtlMs));
    return { id: known.id, version };
  }

  /** Offers what is open and forgets what is not. @returns when the next code lapses */
  async offer(view: SessionView): Promise<number | undefined> {
    const open = [
      ...Object.values(view.approvals).flatMap(({ id, state }) => (state === "pending" ? [{ kind: "approval" as const, id }] : [])),
      ...Object.values(view.questions).flatMap(({ id, state }) => (state === "pending" ? [{ kind: "question" as const, id }] : [])),
    ];
    for (const request of this.#offered.keys()) if (!open.some(({ id }) => id === request)) this.#offered.delete(request);
    for (const { kind, id } of open) if (this.#valid(id) === undefined) await this.#offer(kind, id);
    const lapses = [...this.#offered.values()].map(({ expiresAt }) => expiresAt);
    return lapses.length === 0 ? undefined : Math.min(...lapses);
  }

  /** Somebody pressed one that the server does not know any more: it is offered anew. */
  forget(): void {
    this.#offered.clear();
  }

  async #offer(kind: Interaction["kind"], request: string): Promise<void> {
    const { deps, ctx, binding, config } = this.served;
    this.#offered.set(request, await deps.interactions.offer(ctx, binding.id, { ...this.of, kind, request }, config.interactionTtlMs));
  }

  #valid(request: string): Interaction | undefined {
    const known = this.#offered.get(request);
    return known !== undefined && known.expiresAt > this.served.deps.clock.now() ? known : undefined;
  }
}
