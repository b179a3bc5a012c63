import {
  AppError,
  type Binding,
  type ChannelIdentity,
  type ChannelThread,
  type Delivery,
  type Interaction,
  type Pairing,
  type Refusal,
} from "@open-cowork/shared";
import { grantee } from "../../channels/access.js";
import type { Clock } from "../../kernel/clock.js";
import type { RequestContext } from "../../kernel/context.js";
import { type MemorySession, type MemoryStore, summaryOf } from "../memory-store.js";

interface OfTenant {
  tenant: string;
}
export interface MemoryBinding extends Binding, OfTenant {
  granted: Set<string>;
  holder?: string;
  epoch: number;
  leaseUntil: number;
}
export interface MemoryThread extends ChannelThread, OfTenant {
  /** Sessions that spoke in it, the newest last. */
  sessions: string[];
}
export interface MemoryDelivery extends Delivery, OfTenant {
  session: string | undefined;
  /** Order of their making. */
  seq: number;
  /** Epoch of the last try. */
  triedEpoch: number;
}
interface MemoryInbound extends OfTenant {
  id: string;
  binding: string;
  event: { key: string };
  receivedAt: number;
  outcome?: string;
}

/** What the channel ports in memory share, as the tables of a database are shared; sessions are those of the store beneath. For tests: nothing is fast. */
export class MemoryChannelStore {
  readonly bindings: MemoryBinding[] = [];
  readonly identities: (ChannelIdentity & OfTenant)[] = [];
  readonly pairings: (Pairing & OfTenant & { hash: string })[] = [];
  readonly refusals: (Refusal & OfTenant)[] = [];
  readonly threads: MemoryThread[] = [];
  readonly inbound = new Map<string, MemoryInbound>();
  readonly deliveries = new Map<string, MemoryDelivery>();
  readonly interactions: (Interaction & OfTenant)[] = [];
  /** Credentials that are valid no longer. */
  readonly revoked = new Set<string>();

  constructor(readonly sessions: MemoryStore) {
    sessions.onPurge.push((tenant, session) => this.#forget(tenant, session));
  }

  get clock(): Clock {
    return this.sessions.clock;
  }

  /** @throws AppError `channel.binding_unknown` */
  reach(ctx: RequestContext, id: string): MemoryBinding {
    const binding = this.reachable(ctx).find((row) => row.id === id);
    if (!binding) throw new AppError("channel.binding_unknown");
    return binding;
  }

  reachable(ctx: RequestContext): MemoryBinding[] {
    const credential = grantee(ctx);
    return this.bindings.filter(({ tenant, granted }) => tenant === ctx.tenant && (credential === undefined || granted.has(credential)));
  }

  /** @throws AppError `channel.binding_unknown`, `channel.thread_unknown` */
  thread(ctx: RequestContext, binding: string, id: string): MemoryThread {
    this.reach(ctx, binding);
    const thread = this.threads.find((row) => row.tenant === ctx.tenant && row.binding === binding && row.id === id);
    if (!thread) throw new AppError("channel.thread_unknown");
    return thread;
  }

  /** The session that speaks in a thread, unless it was deleted. */
  speaker({ tenant, session }: Pick<MemoryThread, "tenant" | "session">): MemorySession | undefined {
    const row = session === undefined ? undefined : this.sessions.find(tenant, session);
    return row && !row.deleted ? row : undefined;
  }

  isBehind(thread: MemoryThread): boolean {
    const row = this.speaker(thread);
    if (row && (row.active !== null || row.queued > 0 || summaryOf(row).headSeq > thread.cursor)) return true;
    return [...this.deliveries.values()].some((delivery) => delivery.thread === thread.id && (delivery.state === "pending" || delivery.state === "sending"));
  }

  #forget(tenant: string, session: string): void {
    for (const thread of this.threads.filter((row) => row.tenant === tenant)) {
      thread.sessions = thread.sessions.filter((id) => id !== session);
      if (thread.session === session) thread.session = undefined;
    }
    for (const [id, row] of this.deliveries) if (row.tenant === tenant && row.session === session) this.deliveries.delete(id);
    for (const row of this.interactions.filter((other) => other.tenant === tenant && other.session === session)) remove(this.interactions, row);
  }
}

export function remove<T>(rows: T[], row: T): void {
  const at = rows.indexOf(row);
  if (at >= 0) rows.splice(at, 1);
}
