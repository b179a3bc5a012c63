import { type RequestContext, silentLog } from "@open-cowork/core/kernel";
import { aContext, aConversation, aDelivery, aMessage, aPerson, aSession } from "@open-cowork/core/testing";
import { newId } from "@open-cowork/shared";
import { createTestDatabase, type TestDatabase } from "@open-cowork/testkit/postgres";
import { expect } from "chai";
import pg from "pg";
import { openStorage, type Storage } from "../src/index.js";
import { PostgresInteractionBook } from "../src/stores/channels/postgres-interaction-book.js";

const DAY_MS = 86_400_000;

describe("rows of channels", () => {
  let database: TestDatabase;
  let storage: Storage;
  let owner: pg.Client;

  before(async () => {
    database = await createTestDatabase();
    storage = await openStorage({ url: database.url, dataDir: "", log: silentLog });
    owner = new pg.Client({ connectionString: database.url, options: "-c search_path=open_cowork" });
    await owner.connect();
  });
  after(async () => {
    await owner.end();
    await storage.close();
    await database.drop();
  });

  async function aBinding(ctx: RequestContext): Promise<string> {
    return (await storage.channels.channelDirectory.connect(ctx, { provider: "fake", instance: newId().toLowerCase() }, "node.1", 60_000)).binding.id;
  }

  async function texts(sql: string, ...values: unknown[]): Promise<string[]> {
    return (await owner.query<{ text: string }>(sql, values)).rows.map(({ text }) => text).sort();
  }

  it("of a pairing code nothing is kept but its hash", async () => {
    const ctx = aContext();
    const { code } = await storage.channels.channelAdmin.invite(ctx, await aBinding(ctx), { role: "member" });
    const rows = await texts("select p::text as text from channel_pairings p where tenant = $1", ctx.tenant);
    expect(rows).to.have.length(1);
    expect(rows[0]).to.match(/,[0-9a-f]{64},/);
    for (const spelled of [code.reveal(), code.reveal().replaceAll("-", "")]) expect(rows[0]).not.to.include(spelled);
  });

  it("an interaction whose id is taken gets another", async () => {
    const ctx = aContext();
    const binding = await aBinding(ctx);
    const { id: thread } = await storage.channels.channelThreadRows.thread(ctx, binding, aConversation());
    const ids = ["AAAAAAAA", "AAAAAAAA", "AAAAAAAA", "BBBBBBBB"];
    const book = new PostgresInteractionBook(storage.database, () => ids.shift() ?? "AAAAAAAA");
    const offer = (request: string) => book.offer(ctx, binding, { thread, session: "s", kind: "approval", request }, 60_000);
    expect([(await offer("1")).id, (await offer("2")).id]).to.deep.equal(["AAAAAAAA", "BBBBBBBB"]);
    const failure = await offer("3").catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error).with.property("code", "23505");
  });

  it("two gateways that begin the same delivery at once: the one with the newer lease does, the other never after it", async () => {
    const ctx = aContext();
    const { channelDirectory, channelThreadRows, outbox } = storage.channels;
    for (let round = 0; round < 20; round++) {
      const instance = { provider: "fake", instance: newId().toLowerCase() };
      const old = await channelDirectory.connect(ctx, instance, "node.1", 60_000);
      const binding = old.binding.id;
      const { id: thread } = await channelThreadRows.thread(ctx, binding, aConversation());
      const [delivery] = await outbox.put(ctx, binding, thread, [aDelivery()]);
      const takeOver = async () => {
        const { epoch } = await channelDirectory.connect(ctx, instance, "node.2", 60_000);
        return outbox.begin(ctx, binding, delivery!.id, epoch);
      };
      const [stale, fresh] = await Promise.all([outbox.begin(ctx, binding, delivery!.id, old.epoch).catch(() => undefined), takeOver()]);
      expect(fresh?.state).to.equal("sending");
      // Where both began, both may have sent it: then it says so.
      expect(fresh?.doubtful).to.equal(stale !== undefined);
      expect(fresh?.attempts).to.equal(stale === undefined ? 1 : 2);
    }
  });

  it("forgets by age, of all tenants: contents after a week, keys and the rest after a month, and nothing that is still to be done", async () => {
    const { inboundQueue, outbox, channelThreadRows, channelDirectory, channelAdmin, interactionBook } = storage.channels;
    const contexts = [aContext(), aContext()];
    const tenants = contexts.map(({ tenant }) => tenant);
    for (const ctx of contexts) {
      const binding = await aBinding(ctx);
      const { id: thread } = await channelThreadRows.thread(ctx, binding, aConversation());
      const session = await aSession(storage as never, ctx);
      await inboundQueue.claim(
        ctx,
        binding,
        ["open-40", "done-6", "done-8", "done-29", "done-31"].map((key) => aMessage(key)),
      );
      for (const { id, event } of await inboundQueue.pending(ctx, binding, { limit: 10 })) {
        if (event.key.startsWith("done")) await inboundQueue.complete(ctx, binding, id, "prompted");
      }
      const keys = ["sent-29", "sent-31", "refused-31", "pending-31", "sending-31", "dead-31"];
      await outbox.put(
        ctx,
        binding,
        thread,
        keys.map((key) => aDelivery(key)),
      );
      for (const days of [29, 31]) {
        await interactionBook.offer(ctx, binding, { thread, session, kind: "approval", request: `r-${days}` }, 1_000);
        await channelAdmin.invite(ctx, binding, { role: "member", note: `n-${days}`, ttlMs: 1_000 });
        await channelDirectory.refused(ctx, binding, "stranger", aPerson({ id: `p-${days}` }));
      }
    }
    // Each is as many days old as its name says.
    const age = (name: string, at: string) => `${at} = ${at} - split_part(${name}, '-', 2)::bigint * ${DAY_MS}`;
    for (const change of [
      `channel_inbound set ${age("key", "completed_at")}`,
      `channel_deliveries set ${age("key", "updated_at")}, state = split_part(key, '-', 1)`,
      `channel_interactions set ${age("request", "expires_at")}`,
      `channel_pairings set ${age("note", "expires_at")}`,
      `channel_refusals set ${age("person", "last_at")}`,
    ]) {
      await owner.query(`update ${change} where tenant = any ($1)`, [tenants]);
    }
    expect(await storage.sweep()).to.equal(2 * (3 + 1 + 2 + 1 + 1 + 1));
    expect(await storage.sweep()).to.equal(0);
    for (const tenant of tenants) {
      const left = (table: string, column: string, condition = "true") =>
        texts(`select ${column} as text from ${table} where tenant = $1 and ${condition}`, tenant);
      expect(await left("channel_inbound", "key")).to.deep.equal(["done-29", "done-6", "done-8", "open-40"]);
      expect(await left("channel_inbound", "key", "event is not null")).to.deep.equal(["done-6", "open-40"]);
      expect(await left("channel_deliveries", "key")).to.deep.equal(["dead-31", "pending-31", "sending-31", "sent-29"]);
      expect(await left("channel_interactions", "request")).to.deep.equal(["r-29"]);
      expect(await left("channel_pairings", "note")).to.deep.equal(["n-29"]);
      expect(await left("channel_refusals", "person")).to.deep.equal(["p-29"]);
    }
  });

  it("several processes may sweep at once, and a batch at a time", async () => {
    const ctx = aContext();
    const binding = await aBinding(ctx);
    await inbox(ctx, binding, 12_000);
    await owner.query(`update channel_inbound set completed_at = received_at - 31 * ${DAY_MS}::bigint where tenant = $1`, [ctx.tenant]);
    await Promise.all([storage.sweep(), storage.sweep(), storage.sweep()]);
    await storage.sweep();
    expect(await texts("select key as text from channel_inbound where tenant = $1", ctx.tenant)).to.deep.equal([]);
  });

  async function inbox(ctx: RequestContext, binding: string, count: number): Promise<void> {
    const event = aMessage("x");
    await storage.channels.inboundQueue.claim(
      ctx,
      binding,
      Array.from({ length: count }, (_, i) => ({ ...event, key: `k${i}` })),
    );
  }
});
