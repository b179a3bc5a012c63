import type { PreflightCheck } from "@open-cowork/core/kernel";
import { isAppError } from "@open-cowork/shared";
import pg from "pg";
import { findBinaries } from "./embedded/binaries.js";

const CONNECT_TIMEOUT_MS = 5_000;
/** Oldest Postgres whose features the migrations use. */
const OLDEST = 15;

/** Whether the programs of the embedded server are here, or the given server answers and is new enough. */
export async function checkPostgres(url: string): Promise<PreflightCheck> {
  const name = "Postgres";
  try {
    return { name, ...(url === "embedded" ? await embedded() : await server(url)) };
  } catch (error) {
    const detail = isAppError(error) ? error.message : `the server cannot be reached: ${error instanceof Error ? error.message : String(error)}`;
    return { name, ok: false, detail, code: "storage.unavailable", fix: url === "embedded" ? undefined : "Check the address, the password and the network" };
  }
}

async function embedded(): Promise<Omit<PreflightCheck, "name">> {
  await findBinaries();
  return { ok: true, detail: "embedded" };
}

async function server(url: string): Promise<Omit<PreflightCheck, "name">> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, query_timeout: CONNECT_TIMEOUT_MS });
  // The connection may break after it was made; the query in flight reports it.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    const version = rows[0]?.server_version ?? "unknown";
    const ok = Number.parseInt(version, 10) >= OLDEST;
    return { ok, detail: `${client.host}, version ${version}`, fix: `Use Postgres ${OLDEST} or newer`, code: "storage.unavailable" };
  } finally {
    await client.end();
  }
}
