import { silentLog } from "@open-cowork/core/kernel";
import { isAppError } from "@open-cowork/shared";
import { createEmptyDatabase, type TestDatabase } from "@open-cowork/testkit/postgres";
import { expect } from "chai";
import pg from "pg";
import type { DataSource } from "typeorm";
import { createDataSource } from "../src/database/data-source.js";
import { NEWEST_MIGRATION } from "../src/database/migrate.js";
import { Database } from "../src/database/pool.js";
import { ENSURE_ROLES } from "../src/database/roles.js";
import { isMigrated, migrate } from "../src/index.js";
import { MIGRATIONS } from "../src/migrations/index.js";

/** Everything a migration can have made, as text. */
const SHAPE = `
  select format('%s %s.%s %s %s', c.relkind, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull) as line
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'open_cowork'::regnamespace and c.relname not like 'migrations%' and c.relname not like 'PK\\_%'
  union all select format('policy %s %s %s', tablename, policyname, qual) from pg_policies where schemaname = 'open_cowork'
  union all select format('security %s %s %s %s', relname, relrowsecurity, relforcerowsecurity, relacl) from pg_class
    where relnamespace = 'open_cowork'::regnamespace and relkind = 'r' and relname <> 'migrations'
  union all select format('function %s %s', oid::regprocedure, proacl) from pg_proc where pronamespace = 'open_cowork'::regnamespace
  order by 1`;

describe("migrations", () => {
  let database: TestDatabase;
  let client: pg.Client;
  let source: DataSource;

  beforeEach(async () => {
    database = await createEmptyDatabase();
    client = new pg.Client({ connectionString: database.url, options: "-c search_path=open_cowork" });
    await client.connect();
    await client.query(ENSURE_ROLES);
    source = await createDataSource({ url: database.url }, 1).initialize();
  });
  afterEach(async () => {
    await source.destroy();
    await client.end();
    await database.drop();
  });

  const shape = async () => (await client.query<{ line: string }>(SHAPE)).rows.map(({ line }) => line);
  const up = (count: number) => runFirst(source, count);

  it("each one goes up over the rows of the one before, down to the same shape, and up again", async () => {
    const seeds = [
      "insert into tenants (id, name, created_at) values ('t', 'T', 1)",
      "insert into sessions (tenant, id, created_at, active_at) values ('t', 's', 1, 1)",
    ];
    const shapes = [await shape()];
    for (let n = 1; n <= MIGRATIONS.length; n++) {
      await up(n);
      if (n === 1) for (const seed of seeds) await client.query(seed);
      shapes.push(await shape());
    }
    for (let n = MIGRATIONS.length; n > 1; n--) {
      await source.undoLastMigration();
      expect(await shape(), `after undoing number ${n}`).to.deep.equal(withoutRights(shapes[n - 1]!, await shape()));
      expect((await client.query("select title from sessions where id = 's'")).rowCount).to.equal(1);
      await up(n);
      expect(await shape(), `after number ${n} again`).to.deep.equal(shapes[n]);
      await source.undoLastMigration();
    }
    await source.undoLastMigration();
    expect(await shape()).to.deep.equal([]);
  });

  it("leave nothing that the entities would still change", async () => {
    await source.runMigrations();
    const pending = await source.driver.createSchemaBuilder().log();
    expect(pending.upQueries.map(({ query }) => query)).to.deep.equal([]);
  });

  it("may be run by several processes at once and again", async () => {
    await Promise.all([1, 2, 3].map(() => migrate({ ownerUrl: database.url, log: silentLog })));
    await migrate({ ownerUrl: database.url, log: silentLog });
    expect((await client.query("select name from migrations")).rowCount).to.equal(MIGRATIONS.length);
  });

  it("a start with nothing to do knows it without loading them, and one of an older release is refused", async () => {
    const product = new Database({ url: database.url, log: silentLog, switchRole: true, size: 1 });
    try {
      expect(await isMigrated(product)).to.equal(false);
      await source.runMigrations();
      expect(await isMigrated(product)).to.equal(true);
      expect(source.migrations.at(-1)?.name).to.equal(NEWEST_MIGRATION);
      await client.query("insert into migrations (timestamp, name) values (9999999999999, 'Later9999999999999')");
      const refusal = await isMigrated(product).catch((error: unknown) => error);
      expect(isAppError(refusal) && refusal.code).to.equal("storage.unavailable");
    } finally {
      await product.close();
    }
  });
});

/** TypeORM runs all that are pending: offer it the first `count` only. */
async function runFirst(source: DataSource, count: number): Promise<void> {
  const all = [...source.migrations];
  source.migrations.splice(count);
  try {
    await source.runMigrations();
  } finally {
    source.migrations.splice(0, source.migrations.length, ...all);
  }
}

/** Granting and revoking leaves an explicit list of rights where there was none; what it says is the same: the owner's alone. */
function withoutRights(expected: string[], actual: string[]): string[] {
  const plain = (line: string) => line.replace(/ \{open_cowork_owner=[^}]*\}$/, " ");
  return expected.map((line) => actual.find((other) => plain(other) === plain(line)) ?? line);
}
