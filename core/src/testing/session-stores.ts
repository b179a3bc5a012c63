import { newId } from "@open-cowork/shared";
import type { LeaseStore } from "../authority/ports.js";
import type { Clock } from "../kernel/clock.js";
import type { TenantContext } from "../kernel/context.js";
import type { CheckpointStore, EventLog, SessionIndex } from "../sessions/ports.js";
import { some } from "./contexts.js";
import { FixedClock } from "./fixed-clock.js";
import { MemoryCheckpointStore } from "./memory-checkpoint-store.js";
import { MemoryEventLog } from "./memory-event-log.js";
import { MemoryLeaseStore } from "./memory-lease-store.js";
import { MemorySessionIndex } from "./memory-session-index.js";
import { MemoryStore } from "./memory-store.js";

/** The four ports that one storage implements over the same rows. */
export interface SessionStores {
  log: EventLog;
  index: SessionIndex;
  leases: LeaseStore;
  checkpoints: CheckpointStore;
}

/** What the suites of these ports need of an implementation. */
export interface SessionStoresHarness extends SessionStores {
  /** Lets all leases of the tenant age by so many milliseconds. */
  elapse(ctx: TenantContext, ms: number): Promise<void>;
}

/** All four over one memory. */
export function memoryStores(clock: Clock = new FixedClock()): SessionStores & { store: MemoryStore } {
  const store = new MemoryStore(clock);
  return {
    store,
    log: new MemoryEventLog(store),
    index: new MemorySessionIndex(store),
    leases: new MemoryLeaseStore(store),
    checkpoints: new MemoryCheckpointStore(store),
  };
}

export function memoryHarness(): SessionStoresHarness {
  const clock = new FixedClock();
  return { ...memoryStores(clock), elapse: (_ctx, ms) => clock.advance(ms) };
}

/** A new thread in the store; returns its id. */
export async function aSession({ log }: SessionStores, ctx: TenantContext, title?: string): Promise<string> {
  const session = newId();
  await log.append(ctx, { session, epoch: null, create: true, events: [some.created(title)] });
  return session;
}

/** A thread with a prompt in its queue, and the lease on it. */
export async function aLeasedRun(stores: SessionStores, ctx: TenantContext, worker = "node.boot") {
  const session = await aSession(stores, ctx);
  const run = newId();
  await stores.log.append(ctx, { session, epoch: null, events: [some.queued(run)] });
  const lease = await stores.leases.acquire(worker, { tenant: ctx.tenant, session }, 30_000);
  if (!lease) throw new Error("a new session could not be acquired");
  return { session, run, lease };
}
