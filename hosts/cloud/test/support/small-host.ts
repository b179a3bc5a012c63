import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DEFAULT_PLUGINS } from "../../src/plugin-set.js";
import { writePlugin } from "./plugin-folder.js";

/** A folder with a config whose plugins are small stand-ins of third parties: a whole host without database, engine or web UI. */
export interface SmallHost {
  directory: string;
  config: string;
  dataDir: string;
  /** Writes the config again with more entries in `cloud.plugins`, and other settings of the cloud section. */
  configure(entries: readonly object[], cloud?: object): void;
  remove(): void;
}

export function smallHost(): SmallHost {
  const directory = mkdtempSync(path.join(tmpdir(), "kernel-host-"));
  const config = path.join(directory, "config", "open-cowork.config.json");
  for (const [kind, code] of Object.entries(PARTS)) writePlugin(path.join(directory, "parts", kind), { kind, code });
  mkdirSync(path.dirname(config));
  const parts = [...Object.keys(PARTS).map((kind) => ({ use: `../parts/${kind}` })), ...DEFAULT_PLUGINS.map(({ use }) => ({ use, enabled: false }))];
  const configure = (entries: readonly object[], cloud: object = {}) =>
    writeFileSync(config, JSON.stringify({ cloud: { listen: { port: 0 }, ...cloud, plugins: [...parts, ...entries] } }));
  configure([]);
  return { directory, config, dataDir: path.join(directory, "data"), configure, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

const nothing = (kind: string) => `export default { name: "small-${kind}", kind: "${kind}", api: "^1", setup: () => ({ ports: {} }) };\n`;

const PARTS: Readonly<Record<string, string>> = {
  storage: `
    import { IDENTITY_STORE } from "@open-cowork/core/authority";
    import { definePlugin, HOST_INFO } from "@open-cowork/core/kernel";
    import { MODEL_PROVIDER_ROWS } from "@open-cowork/core/transport";
    const owner = { tenant: "t1", id: "u1", name: "Owner", role: "owner" };
    export default definePlugin({
      name: "small-storage", kind: "storage", api: "^1",
      requires: { host: HOST_INFO },
      provides: { identity: IDENTITY_STORE, models: MODEL_PROVIDER_ROWS },
      setup({ deps, onStop }) {
        const log = deps.host.dataDir + "/storage.log";
        writeFileSync(log, "open\\n", { flag: "a" });
        onStop(() => writeFileSync(log, "closed\\n", { flag: "a" }));
        return { ports: { identity: { owner: async () => owner }, models: { list: async () => [] } } };
      },
    });`,
  identity: `
    import { IDENTITY, IDENTITY_STORE } from "@open-cowork/core/authority";
    import { definePlugin } from "@open-cowork/core/kernel";
    import { Secret } from "@open-cowork/shared";
    const tokens = [];
    let links = 0;
    export default definePlugin({
      name: "small-identity", kind: "identity", api: "^1",
      requires: { store: IDENTITY_STORE },
      provides: { identity: IDENTITY },
      setup: () => ({ ports: { identity: {
        createLoginLink: async () => new Secret("link-" + ++links, "link"),
        tokens: async () => tokens,
        revokeToken: async (ctx, id) => { tokens.find((token) => token.id === id).revokedAt = 2; },
        createToken: async (ctx, { name, role }) => {
          const token = { id: "tok" + (tokens.length + 1), name, role, createdAt: 1 };
          tokens.push(token);
          return { token, secret: new Secret("secret-of-" + token.id, "token") };
        },
      } } }),
    });`,
  http: `
    import { createServer } from "node:http";
    import { definePlugin } from "@open-cowork/core/kernel";
    import { HTTP_SERVER } from "@open-cowork/core/transport";
    import { z } from "zod";
    export default definePlugin({
      name: "small-http", kind: "http", api: "^1",
      config: z.object({ listen: z.object({ host: z.string(), port: z.number() }) }),
      provides: { server: HTTP_SERVER },
      setup({ config, onStop }) {
        const server = createServer((request, response) => response.end("hello"));
        onStop(() => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }));
        return {
          ports: { server: { address: () => { const { address, port } = server.address(); return { host: address, port }; } } },
          start: () => new Promise((resolve) => server.listen(config.listen.port, config.listen.host, resolve)),
        };
      },
    });`,
  bus: nothing("bus"),
  artifacts: nothing("artifacts"),
  secrets: nothing("secrets"),
  runtime: nothing("runtime"),
  sessions: nothing("sessions"),
};
