import type { FirstPartyPlugin, PluginSet } from "@open-cowork/host-kit";
import type { PluginEntry } from "@open-cowork/shared";

/** Read before any plugin exists, since the config itself holds references; so the host takes it as a library. */
export { environmentSecrets } from "@open-cowork/secrets-env";

/** Every first-party plugin this host can run. The one place that imports them. */
const PLUGINS: PluginSet["plugins"] = {
  "storage-postgres": plugin("@open-cowork/storage-postgres", () => import("@open-cowork/storage-postgres/plugin")),
  "bus-postgres": plugin("@open-cowork/bus-postgres", () => import("@open-cowork/bus-postgres/plugin")),
  "artifacts-files": plugin("@open-cowork/artifacts-files", () => import("@open-cowork/artifacts-files/plugin")),
  "secrets-local": plugin("@open-cowork/secrets-local", () => import("@open-cowork/secrets-local/plugin")),
  "identity-local": plugin("@open-cowork/identity-local", () => import("@open-cowork/identity-local/plugin")),
  "runtime-opencode": plugin("@open-cowork/runtime-opencode", () => import("@open-cowork/runtime-opencode/plugin")),
  "model-demo": plugin("@open-cowork/model-demo", () => import("@open-cowork/model-demo/plugin")),
  sessions: {
    manifest: { plugin: "./dist/sessions/plugin.js", kind: "sessions", api: "^1" },
    load: async () => (await import("@open-cowork/core/sessions")).sessionsPlugin,
  },
  "channel-threads": {
    manifest: { plugin: "./dist/channels/plugin.js", kind: "service", api: "^1" },
    load: async () => (await import("@open-cowork/core/channels")).channelThreadsPlugin,
  },
  "http-api": plugin("@open-cowork/http-api", () => import("@open-cowork/http-api/plugin")),
  "web-ui": plugin("@open-cowork/web-ui", () => import("@open-cowork/web-ui/plugin")),
};

export const PLUGIN_SET: PluginSet = { plugins: PLUGINS, directory: import.meta.dirname };

/** What runs when the config says nothing. A configured plugin of the same kind takes the place of one of these. */
export const DEFAULT_PLUGINS: readonly Partial<PluginEntry>[] = [
  { use: "storage-postgres", config: { url: "{env:OPEN_COWORK_CLOUD_DATABASE_URL:-embedded}" } },
  { use: "bus-postgres" },
  { use: "artifacts-files" },
  { use: "secrets-local" },
  { use: "identity-local" },
  { use: "runtime-opencode" },
  { use: "model-demo" },
  { use: "sessions" },
  { use: "channel-threads" },
  { use: "http-api" },
  { use: "web-ui" },
];

function plugin(name: string, importModule: () => Promise<{ default: unknown }>): FirstPartyPlugin {
  return { manifest: name, load: async () => (await importModule()).default };
}
