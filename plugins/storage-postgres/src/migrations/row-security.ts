import type { QueryRunner } from "typeorm";
import { APP_ROLE, SYSTEM_ROLE } from "../database/roles.js";

/** Tables keyed by `tenant` that the product may read and write, and what functions across tenants need of them: `select, delete on t`. */
export interface SecuredTables {
  tables: readonly string[];
  systemGrants: readonly `${string} on ${string}`[];
}

/** A statement sees the rows of the tenant named in `open_cowork.tenant`, and none where nothing is named; the owner of the tables too. */
export async function secureTables(db: QueryRunner, { tables, systemGrants }: SecuredTables): Promise<void> {
  const own = "tenant = current_setting('open_cowork.tenant', true)";
  for (const table of tables) {
    await db.query(`alter table ${table} enable row level security`);
    await db.query(`alter table ${table} force row level security`);
    await db.query(`create policy tenant_only on ${table} using (${own}) with check (${own})`);
    await db.query(`grant select, insert, update, delete on ${table} to ${APP_ROLE}`);
  }
  for (const grant of systemGrants) {
    await db.query(`grant ${grant} to ${SYSTEM_ROLE}`);
    await db.query(`create policy across_tenants on ${grant.split(" on ")[1]} to ${SYSTEM_ROLE} using (true) with check (true)`);
  }
}
