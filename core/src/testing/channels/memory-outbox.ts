import { AppError, type ChannelThread, type Delivery, type DeliveryInput, newId, type SendOutcome } from "@open-cowork/shared";
import type { RequestContext } from "../../kernel/context.js";
import type { Outbox } from "../../transport/channels/stores.js";
import { summaryOf } from "../memory-store.js";
import type { MemoryChannelStore, MemoryDelivery } from "./memory-channel-store.js";

type Settled = SendOutcome | { state: "dead"; reason: string };

export class MemoryOutbox implements Outbox {
  #seq = 0;

  constructor(private readonly store: MemoryChannelStore) {}

  async put(ctx: RequestContext, binding: string, thread: string, deliveries: readonly DeliveryInput[], cursor?: number): Promise<Delivery[]> {
    const row = this.store.thread(ctx, binding, thread);
    const speaker = this.store.speaker(row);
    // A cursor beyond the head is that of a session which spoke here before.
    if (speaker && cursor !== undefined && cursor <= summaryOf(speaker).headSeq) row.cursor = Math.max(row.cursor, cursor);
    const rows = deliveries.map((input) => this.#known(ctx, thread, input.key) ?? this.#insert(ctx, row, speaker?.id, input));
    for (const [i, { revision, content, ordinal }] of deliveries.entries()) {
      const known = rows[i]!;
      if (revision <= known.revision) continue;
      Object.assign(known, { revision, content, ordinal });
      if (known.state === "sent" || known.state === "refused") this.#ready(known);
      this.#touch(known);
    }
    return rows.map(deliveryOf);
  }

  async begin(ctx: RequestContext, binding: string, delivery: string, epoch: number): Promise<Delivery | undefined> {
    const of = this.store.reach(ctx, binding);
    const row = this.store.deliveries.get(delivery);
    if (of.epoch !== epoch || of.holder === undefined) throw new AppError("channel.held");
    if (!row || row.tenant !== ctx.tenant || row.binding !== binding || !isOpen(row)) return undefined;
    // The same holder asks again because it lost the answer: nothing left in between.
    if (row.state === "sending" && row.triedEpoch === epoch) return deliveryOf(row);
    if (row.state === "sending" && row.message === undefined) row.doubtful = true;
    Object.assign(row, { state: "sending", attempts: row.attempts + 1, triedEpoch: epoch });
    return this.#touch(row);
  }

  async settle(ctx: RequestContext, binding: string, delivery: string, revision: number, outcome: Settled): Promise<Delivery> {
    this.store.reach(ctx, binding);
    const row = this.#find(ctx, delivery);
    if (row.binding !== binding) throw new AppError("channel.delivery_unknown");
    const isNewest = revision >= row.revision;
    if (outcome.state === "delivered") {
      // A fact, whoever tells it and whenever.
      if (row.sentRevision === undefined || revision >= row.sentRevision)
        Object.assign(row, { sentRevision: Math.min(revision, row.revision), message: outcome.message });
      if (isNewest) Object.assign(row, { state: "sent", error: undefined });
      else if (isOpen(row) && row.sentRevision !== row.revision) this.#ready(row);
      return this.#touch(row);
    }
    if (row.state !== "sending") return deliveryOf(row);
    row.error = outcome.state === "refused" ? `${outcome.code}: ${outcome.reason}` : outcome.reason;
    if (outcome.state === "dead") row.state = "dead";
    else if (outcome.state === "refused" && isNewest) row.state = "refused";
    else if (outcome.state === "refused") this.#ready(row);
    else {
      const wait = outcome.state === "deferred" ? outcome.retryAfterMs : 0;
      const doubtful = row.doubtful || (outcome.state === "unknown" && row.message === undefined);
      Object.assign(row, { state: "pending", nextAt: this.store.clock.now() + wait, doubtful });
    }
    return this.#touch(row);
  }

  async open(ctx: RequestContext, binding: string): Promise<Delivery[]> {
    this.store.reach(ctx, binding);
    const rows = this.#all(ctx).filter((row) => row.binding === binding && isOpen(row));
    return rows.sort((a, b) => compare(a.thread, b.thread) || a.ordinal - b.ordinal || a.seq - b.seq).map(deliveryOf);
  }

  async list(
    ctx: RequestContext,
    { binding, state, limit, cursor }: { binding?: string; state?: Delivery["state"]; limit: number; cursor?: string },
  ): Promise<{ items: Delivery[]; next?: string }> {
    if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw new AppError("request.bad_cursor");
    const reached = binding === undefined ? this.store.reachable(ctx).map(({ id }) => id) : [this.store.reach(ctx, binding).id];
    const rows = this.#all(ctx)
      .filter((row) => reached.includes(row.binding) && (state === undefined || row.state === state) && (cursor === undefined || row.seq < Number(cursor)))
      .sort((a, b) => b.seq - a.seq);
    const items = rows.slice(0, limit);
    return { items: items.map(deliveryOf), ...(rows.length > limit ? { next: String(items.at(-1)!.seq) } : {}) };
  }

  async retry(ctx: RequestContext, delivery: string): Promise<Delivery> {
    const row = this.#undone(ctx, delivery);
    if (row.state !== "sending") this.#ready(row);
    return this.#touch(row);
  }

  async bury(ctx: RequestContext, delivery: string): Promise<Delivery> {
    const row = this.#undone(ctx, delivery);
    // Given up in the middle of a try: it may be there.
    if (row.state === "sending" && row.message === undefined) row.doubtful = true;
    row.state = "dead";
    return this.#touch(row);
  }

  #insert({ tenant }: RequestContext, { id: thread, binding }: ChannelThread, session: string | undefined, input: DeliveryInput): MemoryDelivery {
    const now = this.store.clock.now();
    const times = { nextAt: now, createdAt: now, updatedAt: now };
    const fresh = { state: "pending", attempts: 0, doubtful: false, triedEpoch: 0, ...times } as const;
    const { key, ordinal, content, revision } = input;
    const row: MemoryDelivery = { tenant, id: newId(now), binding, thread, session, seq: ++this.#seq, key, ordinal, content, revision, ...fresh };
    this.store.deliveries.set(row.id, row);
    return row;
  }

  #known(ctx: RequestContext, thread: string, key: string): MemoryDelivery | undefined {
    return this.#all(ctx).find((row) => row.thread === thread && row.key === key);
  }

  #find(ctx: RequestContext, id: string): MemoryDelivery {
    const row = this.store.deliveries.get(id);
    const reached = this.store.reachable(ctx).some((binding) => binding.id === row?.binding);
    if (!row || !reached) throw new AppError("channel.delivery_unknown");
    return row;
  }

  #undone(ctx: RequestContext, id: string): MemoryDelivery {
    const row = this.#find(ctx, id);
    if (row.state === "sent") throw new AppError("channel.delivery_done");
    return row;
  }

  #all({ tenant }: RequestContext): MemoryDelivery[] {
    return [...this.store.deliveries.values()].filter((row) => row.tenant === tenant);
  }

  #ready(row: MemoryDelivery): void {
    Object.assign(row, { state: "pending", attempts: 0, nextAt: this.store.clock.now(), error: undefined });
  }

  #touch(row: MemoryDelivery): Delivery {
    row.updatedAt = this.store.clock.now();
    return deliveryOf(row);
  }
}

function isOpen({ state }: Delivery): boolean {
  return state === "pending" || state === "sending";
}

function deliveryOf({ tenant: _tenant, session: _session, seq: _seq, triedEpoch: _epoch, ...delivery }: MemoryDelivery): Delivery {
  return delivery;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
