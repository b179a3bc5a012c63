import { join } from "node:path";
import { definePlugin, HOST_INFO, LOG } from "@open-cowork/core/kernel";
import { SECRET_ROWS, SECRET_STORE } from "@open-cowork/core/secrets";
import { z } from "zod";
import { KeyRing } from "./key-ring.js";
import { LocalSecretStore } from "./local-secret-store.js";

export default definePlugin({
  name: "@open-cowork/secrets-local",
  kind: "secrets",
  api: "^1",
  config: z.strictObject({
    keyDirectory: z.string().optional().describe("Where the master keys lie; default `keys` in the data directory. Back it up apart from the database."),
  }),
  requires: { log: LOG, host: HOST_INFO, rows: SECRET_ROWS },
  provides: { secrets: SECRET_STORE },
  async setup({ deps, config }) {
    const keys = await KeyRing.open(config.keyDirectory ?? join(deps.host.dataDir, "keys"), deps.log);
    return { ports: { secrets: new LocalSecretStore(deps.rows, keys, deps.log) } };
  },
});
