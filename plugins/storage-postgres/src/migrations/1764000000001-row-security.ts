import type { MigrationInterface, QueryRunner } from "typeorm";
import { APP_ROLE, SYSTEM_ROLE } from "../database/roles.js";

/** Tables of tenants, the column that says whose a row is, and what the product may do with them. */
const TABLES: readonly (readonly [table: string, column: string, grants: string])[] = [
  ["tenants", "id", "select"],
  ["users", "tenant", "select, insert, update, delete"],
  ["credentials", "tenant", "select, insert, update, delete"],
  ["sessions", "tenant", "select, insert, update"],
  // Append-only: nothing ever updates an event; deleting a thread deletes them.
  ["events", "tenant", "select, insert, delete"],
  ["commands", "tenant", "select, insert, delete"],
  ["snapshots", "tenant", "select, insert, update, delete"],
  ["checkpoints", "tenant", "select, insert, delete"],
  ["attention", "tenant", "select, insert, update, delete"],
  ["said", "tenant", "select, insert, update, delete"],
  ["artifacts", "tenant", "select, insert, update, delete"],
  ["secrets", "tenant", "select, insert, update, delete"],
  ["model_providers", "tenant", "select, insert, update, delete"],
  ["idempotency_keys", "tenant", "select, insert, update, delete"],
];

/** What the functions across tenants need, column by column. */
const SYSTEM_GRANTS = [
  "select, update (worker, epoch, lease_until, seen_seq) on sessions",
  "select, insert on tenants",
  "select, insert on users",
  "select, update (used_at, last_seen_at) on credentials",
];

/** A statement sees the rows of the tenant named in `open_cowork.tenant`, and none where nothing is named; the owner of the tables too. */
export class RowSecurity1764000000001 implements MigrationInterface {
  readonly name = "RowSecurity1764000000001";

  async up(db: QueryRunner): Promise<void> {
    for (const [table, column, grants] of TABLES) {
      const own = `${column} = current_setting('open_cowork.tenant', true)`;
      await db.query(`alter table ${table} enable row level security`);
      await db.query(`alter table ${table} force row level security`);
      await db.query(`create policy tenant_only on ${table} using (${own}) with check (${own})`);
      await db.query(`grant ${grants} on ${table} to ${APP_ROLE}`);
    }
    for (const grant of SYSTEM_GRANTS) {
      const table = grant.split(" on ")[1];
      await db.query(`grant ${grant} to ${SYSTEM_ROLE}`);
      await db.query(`create policy across_tenants on ${table} to ${SYSTEM_ROLE} using (true) with check (true)`);
    }
    await db.query(`grant select on migrations to ${APP_ROLE}`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`revoke all on migrations from ${APP_ROLE}`);
    for (const grant of SYSTEM_GRANTS) {
      const table = grant.split(" on ")[1];
      await db.query(`drop policy across_tenants on ${table}`);
      await db.query(`revoke all on ${table} from ${SYSTEM_ROLE}`);
    }
    for (const [table] of TABLES) {
      await db.query(`revoke all on ${table} from ${APP_ROLE}`);
      await db.query(`drop policy tenant_only on ${table}`);
      await db.query(`alter table ${table} no force row level security`);
      await db.query(`alter table ${table} disable row level security`);
    }
  }
}
