import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "@open-cowork/core/kernel";
import { allowAppLogin, appUrl, createEmbeddedDatabase, EMBEDDED_DATABASE } from "./database/bootstrap.js";
import { isMigrated, migrate } from "./database/migrate.js";
import { Database, type DatabaseOptions, productUrl } from "./database/pool.js";
import { TenantRows } from "./database/tenant-rows.js";
import { EmbeddedPostgres } from "./embedded/embedded-postgres.js";
import { sweepChannels } from "./housekeeping.js";
import { PostgresChannelAccess } from "./stores/channels/postgres-channel-access.js";
import { PostgresChannelAdmin } from "./stores/channels/postgres-channel-admin.js";
import { PostgresChannelDirectory } from "./stores/channels/postgres-channel-directory.js";
import { PostgresChannelThreadRows } from "./stores/channels/postgres-channel-thread-rows.js";
import { PostgresInboundQueue } from "./stores/channels/postgres-inbound-queue.js";
import { PostgresInteractionBook } from "./stores/channels/postgres-interaction-book.js";
import { PostgresOutbox } from "./stores/channels/postgres-outbox.js";
import { PostgresCheckpointStore } from "./stores/postgres-checkpoint-store.js";
import { PostgresEventLog } from "./stores/postgres-event-log.js";
import { PostgresIdentityStore } from "./stores/postgres-identity-store.js";
import { PostgresLeaseStore } from "./stores/postgres-lease-store.js";
import { PostgresArtifactRows, PostgresIdempotencyRows, PostgresModelProviderRows, PostgresSecretRows } from "./stores/postgres-rows.js";
import { PostgresSessionIndex } from "./stores/postgres-session-index.js";

export interface StorageOptions {
  /** `embedded`, or the address of a server. */
  url: string;
  /** Address with the right to change the schema, where `url` has not. */
  migrationUrl?: string;
  /** Where an embedded server lives; made when missing. */
  dataDir: string;
  log: Log;
  /** Connections at most. Default 10. */
  poolSize?: number;
}

/** All ports of storage over one database, opened, migrated and ready. */
export interface Storage extends ReturnType<typeof storesOver> {
  /** What other plugins may connect with; the product's role, not the owner. */
  url: string;
  close(): Promise<void>;
}

/** @throws AppError `storage.unavailable`, with what to do */
export async function openStorage({ url, migrationUrl, dataDir, log, poolSize }: StorageOptions): Promise<Storage> {
  if (url === "embedded") return openEmbedded(join(dataDir, "postgres"), log, poolSize);
  // With one address for both, connections switch to the product's role; with two, the first is meant to be a member of it.
  const options: DatabaseOptions = { url, log, size: poolSize, switchRole: true };
  return open(options, () => migrate({ ownerUrl: migrationUrl ?? url, productUrl: url, log }));
}

async function openEmbedded(home: string, log: Log, size?: number): Promise<Storage> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const server = await EmbeddedPostgres.start({ home, log });
  try {
    const prepare = async () => {
      await createEmbeddedDatabase(server);
      await migrate({ ownerUrl: server.ownerUrl(EMBEDDED_DATABASE), log });
      await allowAppLogin(server);
    };
    // A cluster made just now has no role to ask as.
    if (server.created) await prepare();
    const storage = await open({ url: appUrl(server), log, size }, prepare);
    return {
      ...storage,
      async close() {
        await storage.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function open(options: DatabaseOptions, prepare: () => Promise<void>): Promise<Storage> {
  let database = new Database(options);
  try {
    if (!(await isMigrated(database))) {
      await database.close();
      await prepare();
      database = new Database(options);
      await database.query({ name: "ready", text: "select 1" }, []);
    }
  } catch (error) {
    await database.close();
    throw error;
  }
  const rows = new TenantRows(options);
  return {
    ...storesOver(database, rows),
    url: productUrl(options.url, options.switchRole),
    async close() {
      await rows.close();
      await database.close();
    },
  };
}

function storesOver(database: Database, rows: TenantRows) {
  return {
    database,
    log: new PostgresEventLog(database),
    index: new PostgresSessionIndex(database),
    leases: new PostgresLeaseStore(database),
    checkpoints: new PostgresCheckpointStore(database),
    identities: new PostgresIdentityStore(database, rows),
    secrets: new PostgresSecretRows(rows),
    artifacts: new PostgresArtifactRows(rows),
    providers: new PostgresModelProviderRows(rows),
    idempotency: new PostgresIdempotencyRows(rows),
    channels: channelsOver(database, rows),
    sweep: () => sweepChannels(database),
  };
}

/** By the names of the plugin's ports. */
function channelsOver(database: Database, rows: TenantRows) {
  return {
    channelDirectory: new PostgresChannelDirectory(database),
    channelAccess: new PostgresChannelAccess(database),
    channelAdmin: new PostgresChannelAdmin(rows),
    channelThreadRows: new PostgresChannelThreadRows(database),
    inboundQueue: new PostgresInboundQueue(database),
    outbox: new PostgresOutbox(database),
    interactionBook: new PostgresInteractionBook(database),
  };
}
