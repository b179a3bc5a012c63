import type { Lease, LeaseStore } from "../authority/ports.js";
import type { MemorySession, MemoryStore } from "./memory-store.js";

export class MemoryLeaseStore implements LeaseStore {
  constructor(private readonly store: MemoryStore) {}

  async acquire(worker: string, { tenant, session }: { tenant: string; session: string }, ttlMs: number): Promise<Lease | undefined> {
    const row = this.store.find(tenant, session);
    if (!row || row.purged || (row.worker !== worker && this.#held(row))) return undefined;
    return this.#take(row, worker, ttlMs);
  }

  async claim(worker: string, limit: number, ttlMs: number): Promise<Lease[]> {
    const wanted = [...this.store.sessions.values()].filter((row) => !row.purged && needsWorker(row) && !this.#held(row));
    return wanted.slice(0, limit).map((row) => this.#take(row, worker, ttlMs));
  }

  async renew(worker: string, ttlMs: number): Promise<Lease[]> {
    const held = [...this.store.sessions.values()].filter((row) => row.worker === worker);
    for (const row of held) row.leaseUntil = this.store.clock.now() + ttlMs;
    return held.map(leaseOf);
  }

  async release(lease: Lease, seen?: number): Promise<boolean> {
    const row = this.store.find(lease.tenant, lease.session);
    if (!row || row.worker !== lease.worker || row.epoch !== lease.epoch) return true;
    if (seen !== undefined && row.wakeSeq > seen) return false;
    if (seen !== undefined) row.seenSeq = Math.max(row.seenSeq, row.wakeSeq);
    row.worker = undefined;
    return true;
  }

  async releaseNode(nodeId: string, exceptWorker: string): Promise<number> {
    const dead = [...this.store.sessions.values()].filter((row) => row.worker?.startsWith(`${nodeId}.`) && row.worker !== exceptWorker);
    for (const row of dead) row.worker = undefined;
    return dead.length;
  }

  async holder({ tenant, session }: { tenant: string; session: string }): Promise<string | undefined> {
    const row = this.store.find(tenant, session);
    return row && this.#held(row) ? row.worker : undefined;
  }

  #held(row: MemorySession): boolean {
    return row.worker !== undefined && row.leaseUntil > this.store.clock.now();
  }

  #take(row: MemorySession, worker: string, ttlMs: number): Lease {
    Object.assign(row, { worker, epoch: row.epoch + 1, leaseUntil: this.store.clock.now() + ttlMs });
    return leaseOf(row);
  }
}

/** A run that waits for a person needs nobody until something new asks; anything else unfinished does. */
function needsWorker({ active, attention, wakeSeq, waitSeq, seenSeq }: MemorySession): boolean {
  if (active?.state === "waiting" && attention.size > 0) return wakeSeq > waitSeq;
  return active !== null || wakeSeq > seenSeq;
}

function leaseOf(row: MemorySession): Lease {
  return { tenant: row.tenant, session: row.id, worker: row.worker!, epoch: row.epoch };
}
