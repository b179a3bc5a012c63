import type { MigrationInterface, QueryRunner } from "typeorm";

/** What forgetting needs: who runs a request and since when, and the files of one thread. */
export class Housekeeping1764000000006 implements MigrationInterface {
  readonly name = "Housekeeping1764000000006";

  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table idempotency_keys add column worker text collate "C" not null default ''`);
    await db.query("create index idempotency_keys_age on idempotency_keys (tenant, at)");
    await db.query("create index artifacts_session on artifacts (tenant, session, id)");
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query("drop index artifacts_session");
    await db.query("drop index idempotency_keys_age");
    await db.query("alter table idempotency_keys drop column worker");
  }
}
