import { IDENTITY_STORE, LEASE_STORE } from "@open-cowork/core/authority";
import { CHANNEL_THREAD_ROWS } from "@open-cowork/core/channels";
import { CLOCK, definePlugin, HOST_INFO, LOG } from "@open-cowork/core/kernel";
import { SECRET_ROWS } from "@open-cowork/core/secrets";
import { CHECKPOINT_STORE, EVENT_LOG, SESSION_INDEX } from "@open-cowork/core/sessions";
import {
  ARTIFACT_ROWS,
  CHANNEL_ACCESS,
  CHANNEL_ADMIN,
  CHANNEL_DIRECTORY,
  DATABASE_URL,
  IDEMPOTENCY_ROWS,
  INBOUND_QUEUE,
  INTERACTION_BOOK,
  MODEL_PROVIDER_ROWS,
  OUTBOX,
} from "@open-cowork/core/transport";
import { isSecret, Secret } from "@open-cowork/shared";
import { configSchema } from "./config.js";
import { databaseHealth } from "./health.js";
import { keepHouse } from "./housekeeping.js";
import { openStorage } from "./open-storage.js";
import { checkPostgres } from "./preflight.js";

export default definePlugin({
  name: "@open-cowork/storage-postgres",
  kind: "storage",
  api: "^1",
  config: configSchema,
  requires: { log: LOG, host: HOST_INFO, clock: CLOCK },
  provides: {
    eventLog: EVENT_LOG,
    sessionIndex: SESSION_INDEX,
    leases: LEASE_STORE,
    checkpoints: CHECKPOINT_STORE,
    identities: IDENTITY_STORE,
    secretRows: SECRET_ROWS,
    artifactRows: ARTIFACT_ROWS,
    modelProviderRows: MODEL_PROVIDER_ROWS,
    idempotencyRows: IDEMPOTENCY_ROWS,
    channelDirectory: CHANNEL_DIRECTORY,
    channelAccess: CHANNEL_ACCESS,
    channelAdmin: CHANNEL_ADMIN,
    channelThreadRows: CHANNEL_THREAD_ROWS,
    inboundQueue: INBOUND_QUEUE,
    outbox: OUTBOX,
    interactionBook: INTERACTION_BOOK,
    databaseUrl: DATABASE_URL,
  },
  preflight: async ({ config }) => [await checkPostgres(addressOf(config.url))],
  async setup({ deps, config, onStop }) {
    const url = addressOf(config.url);
    const storage = await openStorage({
      url,
      migrationUrl: config.migrationUrl?.reveal(),
      dataDir: deps.host.dataDir,
      log: deps.log,
      poolSize: config.poolSize,
    });
    onStop(() => storage.close());
    return {
      ports: {
        eventLog: storage.log,
        sessionIndex: storage.index,
        leases: storage.leases,
        checkpoints: storage.checkpoints,
        identities: storage.identities,
        secretRows: storage.secrets,
        artifactRows: storage.artifacts,
        modelProviderRows: storage.providers,
        idempotencyRows: storage.idempotency,
        ...storage.channels,
        databaseUrl: new Secret(storage.url, "storage.url"),
      },
      start: () => onStop(keepHouse({ clock: deps.clock, log: deps.log, sweep: storage.sweep })),
      contributes: { health: [{ name: "storage", check: () => databaseHealth(storage.database) }] },
    };
  },
});

function addressOf(url: string | Secret): string {
  return isSecret(url) ? url.reveal() : url;
}
