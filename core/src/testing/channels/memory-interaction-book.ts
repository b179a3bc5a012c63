import { AppError, type Interaction } from "@open-cowork/shared";
import { newInteractionId, typedCode } from "../../channels/codes.js";
import type { RequestContext } from "../../kernel/context.js";
import type { InteractionBook } from "../../transport/channels/stores.js";
import type { MemoryChannelStore } from "./memory-channel-store.js";

export class MemoryInteractionBook implements InteractionBook {
  constructor(private readonly store: MemoryChannelStore) {}

  async offer(ctx: RequestContext, binding: string, of: Pick<Interaction, "thread" | "session" | "kind" | "request">, ttlMs: number): Promise<Interaction> {
    this.store.thread(ctx, binding, of.thread);
    const now = this.store.clock.now();
    const known = this.store.interactions.find(
      (row) => row.tenant === ctx.tenant && row.thread === of.thread && row.session === of.session && row.kind === of.kind && row.request === of.request,
    );
    if (known && known.expiresAt > now) return interactionOf(known);
    const fresh = { id: newInteractionId(), createdAt: now, expiresAt: now + ttlMs };
    if (known) return interactionOf(Object.assign(known, fresh));
    const { thread, session, kind, request } = of;
    const row = { tenant: ctx.tenant, binding, thread, session, kind, request, ...fresh };
    this.store.interactions.push(row);
    return interactionOf(row);
  }

  async find(ctx: RequestContext, binding: string, id: string): Promise<Interaction> {
    this.store.reach(ctx, binding);
    const wanted = typedCode(id);
    const row = this.store.interactions.find((other) => other.tenant === ctx.tenant && other.binding === binding && other.id === wanted);
    if (!row || row.expiresAt <= this.store.clock.now()) throw new AppError("channel.interaction_unknown");
    return interactionOf(row);
  }
}

function interactionOf({ id, binding, thread, session, kind, request, createdAt, expiresAt }: Interaction): Interaction {
  return { id, binding, thread, session, kind, request, createdAt, expiresAt };
}
