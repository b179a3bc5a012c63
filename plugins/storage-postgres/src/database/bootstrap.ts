import pg from "pg";
import type { EmbeddedPostgres } from "../embedded/embedded-postgres.js";
import { toAppError } from "./errors.js";
import { APP_ROLE } from "./roles.js";

/** Database of an embedded server. */
export const EMBEDDED_DATABASE = "open_cowork";

/** Makes the database of an embedded server if it is not there. Repeatable, so that a first start cut short is finished by the next. */
export async function createEmbeddedDatabase(server: EmbeddedPostgres): Promise<void> {
  await asOwner(server, "postgres", async (client) => {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [EMBEDDED_DATABASE]);
    if (rowCount === 0) await client.query(`create database ${EMBEDDED_DATABASE}`);
  });
}

/** Lets the product's role log in to the embedded server by itself, so that the running product holds no connection of the owner. */
export async function allowAppLogin(server: EmbeddedPostgres): Promise<void> {
  await asOwner(server, EMBEDDED_DATABASE, async (client) => {
    await client.query(`alter role ${APP_ROLE} login password ${client.escapeLiteral(server.credentials.appPassword)}`);
  });
}

export function appUrl(server: EmbeddedPostgres): string {
  return server.url(APP_ROLE, server.credentials.appPassword, EMBEDDED_DATABASE);
}

async function asOwner(server: EmbeddedPostgres, database: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: server.ownerUrl(database) });
  try {
    await client.connect();
    await work(client);
  } catch (error) {
    throw toAppError(error);
  } finally {
    await client.end();
  }
}
