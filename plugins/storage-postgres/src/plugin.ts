import { IDENTITY_STORE, LEASE_STORE } from "@open-cowork/core/authority";
import { definePlugin, HOST_INFO, LOG } from "@open-cowork/core/kernel";
import { SECRET_ROWS } from "@open-cowork/core/secrets";
import { CHECKPOINT_STORE, EVENT_LOG, SESSION_INDEX } from "@open-cowork/core/sessions";
import { ARTIFACT_ROWS, DATABASE_URL, IDEMPOTENCY_ROWS, MODEL_PROVIDER_ROWS } from "@open-cowork/core/transport";
import { isSecret, Secret } from "@open-cowork/shared";
import { configSchema } from "./config.js";
import { databaseHealth } from "./health.js";
import { openStorage } from "./open-storage.js";
import { checkPostgres } from "./preflight.js";

export default definePlugin({
  name: "@open-cowork/storage-postgres",
  kind: "storage",
  api: "^1",
  config: configSchema,
  requires: { log: LOG, host: HOST_INFO },
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
        databaseUrl: new Secret(storage.url, "storage.url"),
      },
      contributes: { health: [{ name: "storage", check: () => databaseHealth(storage.database) }] },
    };
  },
});

function addressOf(url: string | Secret): string {
  return isSecret(url) ? url.reveal() : url;
}
