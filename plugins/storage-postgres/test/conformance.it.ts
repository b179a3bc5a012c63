import { silentLog, type TenantContext } from "@open-cowork/core/kernel";
import {
  checkConcurrentAppends,
  checkpointCases,
  conformance,
  eventLogCases,
  identityCases,
  leaseCases,
  rowsCases,
  type SessionStoresHarness,
  sessionIndexCases,
} from "@open-cowork/core/testing";
import { createTestDatabase, type TestDatabase } from "@open-cowork/testkit/postgres";
import fc from "fast-check";
import pg from "pg";
import { openStorage, type Storage } from "../src/index.js";

const api = { describe, it };

describe("storage in Postgres", () => {
  let database: TestDatabase;
  let storage: Storage;
  let owner: pg.Client;

  before(async () => {
    database = await createTestDatabase();
    storage = await openStorage({ url: database.url, dataDir: "", log: silentLog });
    owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
  });
  after(async () => {
    await owner.end();
    await storage.close();
    await database.drop();
  });

  const harness = async (): Promise<SessionStoresHarness> => ({
    log: storage.log,
    index: storage.index,
    leases: storage.leases,
    checkpoints: storage.checkpoints,
    // Leases live by the server's clock, which no test can move: let the lease be older instead.
    async elapse(ctx: TenantContext, ms: number) {
      await owner.query("update open_cowork.sessions set lease_until = lease_until - $2 * interval '1 millisecond' where tenant = $1", [ctx.tenant, ms]);
    },
  });

  conformance(api, { title: "EventLog", cases: eventLogCases, open: harness });
  conformance(api, { title: "SessionIndex", cases: sessionIndexCases, open: harness });
  conformance(api, { title: "LeaseStore", cases: leaseCases, open: harness });
  conformance(api, { title: "CheckpointStore", cases: checkpointCases, open: harness });
  conformance(api, { title: "IdentityStore", cases: identityCases, open: async () => ({ identities: storage.identities }) });
  conformance(api, {
    title: "rows",
    cases: rowsCases,
    open: async () => {
      const { secrets, artifacts, providers, idempotency } = storage;
      return { secrets, artifacts, providers, idempotency };
    },
  });

  it("numbers any interleaving of appends without gaps", async () => {
    const stores = await harness();
    const plans = fc.array(fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 5 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(plans, (writers) => checkConcurrentAppends(stores, writers)),
      { numRuns: 30 },
    );
  });
});
