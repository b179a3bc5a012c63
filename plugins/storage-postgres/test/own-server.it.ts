import { randomBytes } from "node:crypto";
import { silentLog } from "@open-cowork/core/kernel";
import { aSession, aTenant } from "@open-cowork/core/testing";
import { isAppError } from "@open-cowork/shared";
import { createEmptyDatabase, type TestDatabase } from "@open-cowork/testkit/postgres";
import { expect } from "chai";
import pg from "pg";
import { openStorage, type Storage } from "../src/index.js";

/** A server that somebody else runs, where the product's owner is no superuser. */
describe("storage on a server of one's own", () => {
  let database: TestDatabase;
  let superuser: pg.Client;
  let opened: Storage | undefined;
  const suffix = randomBytes(4).toString("hex");
  const [owner, product] = [`owner_${suffix}`, `product_${suffix}`];

  before(async () => {
    database = await createEmptyDatabase();
    superuser = new pg.Client({ connectionString: database.url });
    await superuser.connect();
    const name = (await superuser.query<{ name: string }>("select current_database() as name")).rows[0]!.name;
    await superuser.query(
      `create role ${owner} login createrole password 'o'; create role ${product} login password 'p'; alter database ${name} owner to ${owner}`,
    );
    // Roles of the server were made by whoever came first; on this one the owner may give them away.
    await superuser.query(`do $$ begin if exists (select from pg_roles where rolname = 'open_cowork_app') then
      grant open_cowork_app, open_cowork_system to ${owner} with admin option; end if; end $$`);
  });
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  after(async () => {
    await superuser.end();
    await database.drop();
  });

  const urlOf = (user: string, password: string) => database.url.replace(/\/\/[^@]+@/, `//${user}:${password}@`);

  async function open(options: { url: string; migrationUrl?: string }): Promise<Storage> {
    opened = await openStorage({ ...options, dataDir: "", log: silentLog });
    return opened;
  }

  it("an ordinary login without rights is told so, before anything is made", async () => {
    const refusal = await open({ url: urlOf(product, "p") }).catch((error: unknown) => error);
    expect(isAppError(refusal) && refusal.code).to.equal("storage.unavailable");
    expect(isAppError(refusal) && refusal.message).to.match(/may not/);
  });

  it("one login with the right to create roles is enough; the product runs with fewer rights than it", async () => {
    const { log, index, database: db } = await open({ url: urlOf(owner, "o") });
    const ctx = aTenant();
    const session = await aSession({ log, index } as Storage, ctx, "here");
    expect((await index.get(ctx, session))?.title).to.equal("here");
    const rows = await db.query<{ role: string }>({ name: "role", text: "select current_user as role" }, []);
    expect(rows).to.deep.equal([{ role: "open_cowork_app" }]);
  });

  it("with two, the product's login never needs the owner's rights", async () => {
    await open({ url: urlOf(product, "p"), migrationUrl: urlOf(owner, "o") });
    await opened?.close();
    const storage = await open({ url: urlOf(product, "p") });
    const ctx = aTenant();
    const session = await aSession(storage, ctx);
    await storage.secrets.put(ctx, "s", Uint8Array.of(1));
    expect(await storage.leases.acquire("w.1", { ...ctx, session }, 1_000)).to.include({ epoch: 1 });
  });

  it("an address where nothing answers is told within seconds", async () => {
    const refusal = await open({ url: "postgresql://u:p@127.0.0.1:1/none" }).catch((error: unknown) => error);
    expect(isAppError(refusal) && refusal.code).to.equal("storage.unavailable");
    expect(String(refusal)).not.to.include("u:p");
  });
});
