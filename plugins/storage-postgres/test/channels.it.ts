import { LocalChannelThreads } from "@open-cowork/core/channels";
import { silentLog } from "@open-cowork/core/kernel";
import { PublishingLog } from "@open-cowork/core/sessions";
import {
  aContext,
  type ChannelAccessHarness,
  channelAccessCases,
  channelConformance,
  checkConcurrentClaims,
  checkDelivery,
  conformance,
  type OutboxStep,
} from "@open-cowork/core/testing";
import { LocalBus } from "@open-cowork/core/transport";
import { createTestDatabase, type TestDatabase } from "@open-cowork/testkit/postgres";
import fc from "fast-check";
import pg from "pg";
import { openStorage, type Storage } from "../src/index.js";

/** Times are the server's clock, which no test can move: let what was written be older instead. */
const AGE = `
  update channel_bindings set lease_until = lease_until - $2 * interval '1 millisecond' where tenant = $1;
  update channel_pairings set created_at = created_at - $2, expires_at = expires_at - $2 where tenant = $1;
  update channel_interactions set created_at = created_at - $2, expires_at = expires_at - $2 where tenant = $1;
  update channel_refusals set first_at = first_at - $2, last_at = last_at - $2 where tenant = $1;`;

describe("channels in Postgres", () => {
  let database: TestDatabase;
  let storage: Storage;
  let owner: pg.Client;
  let harness: ChannelAccessHarness;

  before(async () => {
    database = await createTestDatabase();
    storage = await openStorage({ url: database.url, dataDir: "", log: silentLog });
    owner = new pg.Client({ connectionString: database.url, options: "-c search_path=open_cowork" });
    await owner.connect();
    harness = harnessOf(storage, owner);
  });
  after(async () => {
    await owner.end();
    await storage.close();
    await database.drop();
  });

  channelConformance({ describe, it }, async () => harness);
  conformance({ describe, it }, { title: "ChannelAccess", cases: channelAccessCases, open: async () => harness });

  it("any interleaving of claims claims each key once", async () => {
    const batch = fc.record({ keys: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 5 }), lost: fc.boolean() });
    const callers = fc.array(fc.array(batch, { maxLength: 4 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(callers, (plan) => checkConcurrentClaims(harness, plan)),
      { numRuns: 40 },
    );
  });

  it("any course of a message ends with its newest revision shown, or given up", async () => {
    const outcome = fc.constantFrom("delivered", "deferred", "refused", "lost", "dropped");
    const attempt = fc.record({ do: fc.constant("try"), outcome, crash: fc.boolean(), put: fc.boolean() });
    const step: fc.Arbitrary<OutboxStep> = fc.oneof(attempt, fc.record({ do: fc.constantFrom("put", "retry", "bury", "stale") }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), (steps) => checkDelivery(harness, steps)),
      { numRuns: 60 },
    );
  });
});

function harnessOf({ log, index, channels }: Storage, owner: pg.Client): ChannelAccessHarness {
  const bus = new LocalBus();
  return {
    access: channels.channelAccess,
    directory: channels.channelDirectory,
    admin: channels.channelAdmin,
    threads: new LocalChannelThreads({ rows: channels.channelThreadRows, bus, log: silentLog }),
    inbound: channels.inboundQueue,
    outbox: channels.outbox,
    interactions: channels.interactionBook,
    sessions: { log, index },
    publishing: new PublishingLog(log, bus),
    owner: async () => aContext(),
    gateway: async ({ tenant }) => aContext({ tenant, role: "gateway" }),
    async revoke({ tenant, principal }) {
      await owner.query(
        "insert into credentials (tenant, id, user_id, kind, hash, name, role, created_at, revoked_at) values ($1, $2, 'u', 'token', $2, 'gateway', 'gateway', 1, 2)",
        [tenant, principal.credential],
      );
    },
    async elapse({ tenant }, ms) {
      for (const statement of AGE.trim().split(";\n")) await owner.query(statement, [tenant, ms]);
    },
  };
}
