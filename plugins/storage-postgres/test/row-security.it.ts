import { silentLog } from "@open-cowork/core/kernel";
import { aContext, aConversation, aDelivery, aLeasedRun, aMessage, aPerson, aTenant, some } from "@open-cowork/core/testing";
import { newId } from "@open-cowork/shared";
import { createTestDatabase, type TestDatabase } from "@open-cowork/testkit/postgres";
import { expect } from "chai";
import pg from "pg";
import { openStorage, type Storage } from "../src/index.js";

/** Not of any tenant. */
const SHARED = ["migrations"];

describe("row-level security", () => {
  let database: TestDatabase;
  let storage: Storage;
  let owner: pg.Client;
  let app: pg.Client;
  let tables: string[];
  const [mine, theirs] = [aTenant(), aTenant()];

  before(async () => {
    database = await createTestDatabase();
    storage = await openStorage({ url: database.url, dataDir: "", log: silentLog });
    [owner, app] = [new pg.Client({ connectionString: database.url, options: "-c search_path=open_cowork" }), new pg.Client({ connectionString: storage.url })];
    await Promise.all([owner.connect(), app.connect()]);
    for (const ctx of [mine, theirs]) await fillEveryTable(storage, ctx, owner);
    tables = (
      await owner.query<{ name: string }>("select relname as name from pg_class where relnamespace = 'open_cowork'::regnamespace and relkind in ('r', 'p')")
    ).rows
      .map(({ name }) => name)
      .filter((name) => !SHARED.includes(name));
  });
  after(async () => {
    await Promise.all([owner.end(), app.end()]);
    await storage.close();
    await database.drop();
  });

  /** What the product's role sees of a table with no WHERE at all. */
  async function visible(table: string, tenant: string | null): Promise<string[]> {
    await app.query("begin");
    if (tenant !== null) await app.query("select set_config('open_cowork.tenant', $1, true)", [tenant]);
    const { rows } = await app.query<{ owner: string }>(`select distinct ${table === "tenants" ? "id" : "tenant"} as owner from ${table}`);
    await app.query("rollback");
    return rows.map((row) => row.owner);
  }

  it("is enabled, forced and has a policy on every table", async () => {
    const { rows } = await owner.query(
      `select c.relname from pg_class c where relnamespace = 'open_cowork'::regnamespace and relkind in ('r', 'p')
      and c.relname <> all ($1) and not (relrowsecurity and relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))`,
      [SHARED],
    );
    expect(rows).to.deep.equal([]);
  });

  it("a statement without WHERE shows the named tenant's rows only, and none when no tenant is named", async () => {
    expect(tables.length).to.be.greaterThan(10);
    for (const table of tables) {
      expect(await visible(table, mine.tenant), table).to.deep.equal([mine.tenant]);
      expect(await visible(table, null), table).to.deep.equal([]);
      expect(await visible(table, ""), table).to.deep.equal([]);
    }
  });

  it("a tenant set for one statement is forgotten after it, on the same connection", async () => {
    await app.query("select * from list_sessions($1, null, null, 10, null, null)", [mine.tenant]);
    expect((await app.query("select from sessions")).rowCount).to.equal(0);
  });

  it("nothing can be written for another tenant", async () => {
    for (const statement of [
      "insert into secrets (tenant, name, sealed) values ($1, 'x', '')",
      "insert into sessions (tenant, id, created_at, active_at) values ($1, 'x', 0, 0)",
      "insert into users (tenant, id, name, role, created_at) values ($1, 'x', 'X', 'owner', 0)",
      "insert into channel_bindings (tenant, id, provider, instance, name, policy, granted, created_at) values ($1, 'x', 'p', 'i', 'n', '{}', '{}', 0)",
      "insert into channel_inbound (tenant, binding, key, id, received_at) values ($1, 'x', 'k', 'i', 0)",
    ]) {
      await app.query("begin");
      await app.query("select set_config('open_cowork.tenant', $1, true)", [mine.tenant]);
      const error = await app.query(statement, [theirs.tenant]).catch((cause: unknown) => cause);
      await app.query("rollback");
      expect(error).to.be.instanceOf(Error).with.property("code", "42501");
    }
  });

  it("events cannot be changed, tables not altered, and the schema not added to", async () => {
    for (const statement of [
      "update events set body = '{}'",
      "alter table secrets disable row level security",
      "create table more (a int)",
      "drop table said",
      "truncate events",
    ]) {
      const error = await app.query(statement).catch((cause: unknown) => cause);
      expect(error, statement).to.be.instanceOf(Error).with.property("code", "42501");
    }
  });

  it("the product's role is neither superuser nor exempt nor owner, and nobody can log in as the system role", async () => {
    const { rows } = await owner.query(`select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcanlogin and rolname = 'open_cowork_system' as system_login
      from pg_roles where rolname like 'open\\_cowork\\_%' and rolname <> 'open_cowork_owner' order by 1`);
    expect(rows.map((row) => Object.values(row))).to.deep.equal([
      ["open_cowork_app", false, false, false, false],
      ["open_cowork_system", false, false, false, false],
    ]);
    const owned = await owner.query("select relname from pg_class where relowner = 'open_cowork_app'::regrole");
    expect(owned.rows).to.deep.equal([]);
  });

  it("functions across tenants pin their search path and are not for everybody", async () => {
    const { rows } = await owner.query(`select proname from pg_proc where pronamespace = 'open_cowork'::regnamespace
      and (proacl is null or proacl::text like '%{=X/%' or proacl::text like '%,=X/%' or prosecdef and coalesce(proconfig::text, '') not like '%search_path=open_cowork, pg_temp%')`);
    expect(rows).to.deep.equal([]);
  });
});

async function fillEveryTable(storage: Storage, ctx: { tenant: string }, owner: pg.Client): Promise<void> {
  const { session, run, lease } = await aLeasedRun(storage, ctx);
  const command = { id: newId(), kind: "prompt" };
  await storage.log.append(ctx, { session, epoch: null, events: [some.approval("a", run)], command });
  await storage.log.saveSnapshot(ctx, session, { seq: 1, json: "{}" });
  await storage.checkpoints.save(ctx, session, lease.epoch, { position: 1, data: Uint8Array.of(1) });
  await storage.secrets.put(ctx, "s", Uint8Array.of(1));
  await storage.artifacts.insert(ctx, { id: newId(), name: "n", mime: "m", bytes: 1, sha256: "", createdAt: 1 });
  await storage.providers.put(ctx, { id: "p", kind: "demo", name: "n", hasKey: false, models: [], createdAt: 1 });
  await storage.idempotency.claim(ctx, "k", { fingerprint: "f", at: 1, worker: "node.boot", abandonedBefore: 0 });
  await owner.query("insert into tenants (id, name, created_at) values ($1, 'T', 1)", [ctx.tenant]);
  await owner.query("insert into users (tenant, id, name, role, created_at) values ($1, 'u', 'U', 'owner', 1)", [ctx.tenant]);
  const credential = { tenant: ctx.tenant, user: "u", id: newId(), kind: "token", hash: newId(), name: "t", role: "member", createdAt: 1 } as const;
  await storage.identities.putCredential(credential);
  await fillChannels(storage, ctx.tenant, session);
}

async function fillChannels({ channels }: Storage, tenant: string, session: string): Promise<void> {
  const ctx = aContext({ tenant });
  const { binding } = await channels.channelDirectory.connect(ctx, { provider: "fake", instance: "one" }, "node.boot", 60_000);
  const { code } = await channels.channelAdmin.invite(ctx, binding.id, { role: "member" });
  await channels.channelDirectory.redeem(ctx, binding.id, aPerson(), code.reveal());
  await channels.channelDirectory.refused(ctx, binding.id, "stranger", aPerson());
  const { id: thread } = await channels.channelThreadRows.thread(ctx, binding.id, aConversation());
  await channels.channelThreadRows.bind(ctx, binding.id, thread, session, 0);
  await channels.inboundQueue.claim(ctx, binding.id, [aMessage()]);
  await channels.outbox.put(ctx, binding.id, thread, [aDelivery()]);
  await channels.interactionBook.offer(ctx, binding.id, { thread, session, kind: "approval", request: "a" }, 60_000);
}
