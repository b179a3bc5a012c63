import type { Log } from "@open-cowork/core/kernel";
import { AppError, isAppError } from "@open-cowork/shared";
import pg from "pg";
import { toAppError } from "./errors.js";
import type { Database } from "./pool.js";
import { connectionSettings } from "./pool.js";
import { ENSURE_ROLES, grantAppRole } from "./roles.js";

/** Name of the newest migration this release knows. Kept here as text so that a start with nothing to do loads no migration. */
export const NEWEST_MIGRATION = "ChannelAccess1764000000013";

/** Any number that nothing else in the database uses: one migrator at a time. */
const MIGRATION_LOCK = 7_370_073_700;

/**
 * Whether the schema is this release's.
 *
 * @throws AppError `storage.unavailable` when a newer release has changed it
 */
export async function isMigrated(database: Database): Promise<boolean> {
  let newest: string | undefined;
  try {
    const rows = await database.query<{ name: string }>({ name: "newest_migration", text: "select name from migrations order by id desc limit 1" }, []);
    newest = rows[0]?.name;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
  if (newest !== undefined && timestampOf(newest) > timestampOf(NEWEST_MIGRATION)) {
    throw new AppError("storage.unavailable", {
      message: `The database was set up by a newer release (${newest}). Start that release, or restore a backup made before it.`,
    });
  }
  return newest === NEWEST_MIGRATION;
}

export interface MigrateOptions {
  /** Address with the right to change the schema and to create roles. */
  ownerUrl: string;
  /** Address that the product will run with, where that is another. Its login is let into the product's role. */
  productUrl?: string;
  log: Log;
}

/** Brings the schema to this release with the owner's connection. Waits for another process that is doing so. Repeatable. */
export async function migrate({ ownerUrl, productUrl, log }: MigrateOptions): Promise<void> {
  const startedAt = Date.now();
  const client = new pg.Client(connectionSettings({ url: ownerUrl }));
  try {
    await client.connect();
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await client.query(ENSURE_ROLES);
    const login = productUrl === undefined ? undefined : new pg.Client({ connectionString: productUrl }).user;
    if (login !== undefined && login !== client.user) await client.query(grantAppRole(login));
    const { createDataSource } = await import("./data-source.js");
    const source = await createDataSource({ url: ownerUrl }, 1).initialize();
    const done = await source.runMigrations().finally(() => source.destroy());
    log.info("storage.migrated", { migrations: done.map(({ name }) => name), ms: Date.now() - startedAt });
  } catch (error) {
    throw refusal(error) ?? toAppError(error);
  } finally {
    await client.end();
  }
}

function refusal(cause: unknown): AppError | undefined {
  if (!(cause instanceof Error) || !("code" in cause) || cause.code !== "42501") return undefined;
  const message = `The database login may not set up the schema (${cause.message}). Let it own the database and create roles, or set migrationUrl to a login that may.`;
  return new AppError("storage.unavailable", { message, cause });
}

/** Undefined table, schema or role, or a right not granted yet: a database that was never migrated. */
function isMissing(error: unknown): boolean {
  const cause = isAppError(error) ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return code === "42P01" || code === "3F000" || code === "22023" || code === "42501" || code === "28000" || code === "28P01" || code === "3D000";
}

function timestampOf(name: string): number {
  return Number(/\d{13}$/.exec(name)?.[0] ?? 0);
}
