import type { Lease, LeaseStore } from "@open-cowork/core/authority";
import type { Database } from "../database/pool.js";

const ACQUIRE = { name: "acquire_lease", text: "select * from acquire_lease($1,$2,$3,$4)" };
const CLAIM = { name: "claim_leases", text: "select * from claim_leases($1,$2,$3)" };
const RENEW = { name: "renew_leases", text: "select * from renew_leases($1,$2)" };
const RELEASE = { name: "release_lease", text: "select release_lease($1,$2,$3,$4,$5) as released" };
const RELEASE_NODE = { name: "release_node", text: "select release_node($1,$2) as freed" };
const HOLDER = { name: "lease_holder", text: "select lease_holder($1,$2) as worker" };

/** Leases by the database's clock. These calls cross tenants and go through functions of the system role. */
export class PostgresLeaseStore implements LeaseStore {
  constructor(private readonly database: Database) {}

  async acquire(worker: string, { tenant, session }: { tenant: string; session: string }, ttlMs: number): Promise<Lease | undefined> {
    const [lease] = await this.database.query<Lease>(ACQUIRE, [worker, tenant, session, ttlMs]);
    return lease;
  }

  claim(worker: string, limit: number, ttlMs: number): Promise<Lease[]> {
    return this.database.query<Lease>(CLAIM, [worker, limit, ttlMs]);
  }

  renew(worker: string, ttlMs: number): Promise<Lease[]> {
    return this.database.query<Lease>(RENEW, [worker, ttlMs]);
  }

  async release({ tenant, session, worker, epoch }: Lease, seen?: number): Promise<boolean> {
    const [row] = await this.database.query<{ released: boolean }>(RELEASE, [tenant, session, worker, epoch, seen ?? null]);
    return row?.released ?? false;
  }

  async releaseNode(nodeId: string, exceptWorker: string): Promise<number> {
    const [row] = await this.database.query<{ freed: number }>(RELEASE_NODE, [nodeId, exceptWorker]);
    return row?.freed ?? 0;
  }

  async holder({ tenant, session }: { tenant: string; session: string }): Promise<string | undefined> {
    const [row] = await this.database.query<{ worker: string | null }>(HOLDER, [tenant, session]);
    return row?.worker ?? undefined;
  }
}
