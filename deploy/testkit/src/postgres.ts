import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog } from "@open-cowork/core/kernel";
import { EmbeddedPostgres, migrate } from "@open-cowork/storage-postgres";
import pg from "pg";

const TEMPLATE = "template_migrated";

interface Cluster {
  server: EmbeddedPostgres;
  folder: string;
}
let cluster: Promise<Cluster> | undefined;

export interface TestDatabase {
  /** Address with the rights of the owner; storage opened with it switches to the product's role. */
  url: string;
  /** Breaks what is still connected and removes the database. */
  drop(): Promise<void>;
}

/**
 * A migrated, empty database of the caller's own: a copy of a template, made in some tens of milliseconds. The first call starts a server for
 * this process (about a second); it ends with {@link stopTestPostgres}, and in any case with the process.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { server } = await (cluster ??= startCluster());
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asOwner(server, `create database ${name} template ${TEMPLATE} strategy file_copy`);
  return { url: server.ownerUrl(name), drop: () => asOwner(server, `drop database if exists ${name} with (force)`) };
}

/** Address of an empty database that no migration has touched. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const { server } = await (cluster ??= startCluster());
  const name = `empty_${randomBytes(6).toString("hex")}`;
  await asOwner(server, `create database ${name}`);
  return { url: server.ownerUrl(name), drop: () => asOwner(server, `drop database if exists ${name} with (force)`) };
}

/** Stops the server and removes its files. For a root hook's afterAll; does nothing when none was started. */
export async function stopTestPostgres(): Promise<void> {
  const stopping = cluster;
  cluster = undefined;
  if (!stopping) return;
  const { server, folder } = await stopping;
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

async function startCluster(): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), "open-cowork-test-"));
  const server = await EmbeddedPostgres.start({ home: folder, log: silentLog, durable: false });
  process.once("exit", () => removeAtExit(folder));
  await asOwner(server, `create database ${TEMPLATE}`);
  await migrate({ ownerUrl: server.ownerUrl(TEMPLATE), log: silentLog });
  return { server, folder };
}

/** For processes that end without {@link stopTestPostgres}, as mocha's do: nothing asynchronous runs any more. Does nothing when all is gone. */
function removeAtExit(folder: string): void {
  if (!existsSync(folder)) return;
  const pid = Number.parseInt(readFileSync(join(folder, "data", "postmaster.pid"), "utf8"), 10);
  // Immediate shutdown: this server's data is not worth a checkpoint.
  process.kill(pid, "SIGQUIT");
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let waits = 0; waits < 500 && isAlive(pid); waits++) Atomics.wait(pause, 0, 0, 10);
  rmSync(folder, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // No such process.
    return false;
  }
}

async function asOwner(server: EmbeddedPostgres, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.ownerUrl("postgres") });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
