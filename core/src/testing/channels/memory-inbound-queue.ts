import { AppError, type InboundEvent, type InboundRecord, newId } from "@open-cowork/shared";
import type { RequestContext } from "../../kernel/context.js";
import type { InboundQueue } from "../../transport/channels/stores.js";
import type { MemoryChannelStore } from "./memory-channel-store.js";

export class MemoryInboundQueue implements InboundQueue {
  constructor(private readonly store: MemoryChannelStore) {}

  async claim(ctx: RequestContext, binding: string, events: readonly InboundEvent[]): Promise<("claimed" | "known")[]> {
    this.store.reach(ctx, binding);
    return events.map((event) => {
      const row = `${ctx.tenant}/${binding}/${event.key}`;
      if (this.store.inbound.has(row)) return "known";
      const receivedAt = this.store.clock.now();
      this.store.inbound.set(row, { tenant: ctx.tenant, id: newId(receivedAt), binding, event, receivedAt });
      return "claimed";
    });
  }

  async pending(ctx: RequestContext, binding: string, { limit, after }: { limit: number; after?: string }): Promise<InboundRecord[]> {
    this.store.reach(ctx, binding);
    const rows = [...this.store.inbound.values()].filter((row) => row.tenant === ctx.tenant && row.binding === binding);
    const from = after === undefined ? 0 : rows.findIndex(({ id }) => id === after) + 1;
    if (after !== undefined && from === 0) throw new AppError("request.bad_cursor");
    const open = rows.slice(from).filter(({ outcome }) => outcome === undefined);
    return open.slice(0, limit).map(({ id, event, receivedAt }) => ({ id, binding, event: event as InboundEvent, receivedAt }));
  }

  async complete(ctx: RequestContext, binding: string, id: string, outcome: string): Promise<void> {
    this.store.reach(ctx, binding);
    for (const row of this.store.inbound.values()) if (row.tenant === ctx.tenant && row.binding === binding && row.id === id) row.outcome ??= outcome;
  }
}
