import type { FirstPartyPlugin, PluginSet } from "@open-cowork/host-kit";
import type { PluginEntry } from "@open-cowork/shared";

/** Read before any plugin exists, since the config itself holds references; so the host takes it as a library. */
export { environmentSecrets } from "@open-cowork/secrets-env";

/** Every first-party plugin this host can run. The one place that imports them. */
const PLUGINS: PluginSet["plugins"] = {
  "cloud-link": plugin("@open-cowork/cloud-link", () => import("@open-cowork/cloud-link/plugin")),
  "identity-admin": plugin("@open-cowork/identity-admin", () => import("@open-cowork/identity-admin/plugin")),
  "http-api": plugin("@open-cowork/http-api", () => import("@open-cowork/http-api/plugin")),
  "web-ui": plugin("@open-cowork/web-ui", () => import("@open-cowork/web-ui/plugin")),
  channels: plugin("@open-cowork/channels", () => import("@open-cowork/channels/plugin")),
  "provider-telegram": plugin("@open-cowork/provider-telegram", () => import("@open-cowork/provider-telegram/plugin")),
  "provider-slack": plugin("@open-cowork/provider-slack", () => import("@open-cowork/provider-slack/plugin")),
  "provider-email": plugin("@open-cowork/provider-email", () => import("@open-cowork/provider-email/plugin")),
  "provider-webhook": plugin("@open-cowork/provider-webhook", () => import("@open-cowork/provider-webhook/plugin")),
  "provider-fake": plugin("@open-cowork/provider-fake", () => import("@open-cowork/provider-fake/plugin")),
};
export const PLUGIN_SET: PluginSet = { plugins: PLUGINS, directory: import.meta.dirname };

/** What runs when the config says nothing; providers come on top. A configured plugin of the same kind takes the place of one of these. */
export const DEFAULT_PLUGINS: readonly Partial<PluginEntry>[] = [{ use: "cloud-link" }, { use: "identity-admin" }, { use: "http-api" }, { use: "channels" }];

/** What a provider instance is made of when a variable alone asks for one. */
export const PROVIDERS_BY_VARIABLE: Readonly<Record<string, { provider: string; field: string }>> = {
  OPEN_COWORK_GATEWAY_TELEGRAM_BOT_TOKEN: { provider: "telegram", field: "botToken" },
  OPEN_COWORK_GATEWAY_WEBHOOK_SHARED_SECRET: { provider: "webhook", field: "sharedSecret" },
};

function plugin(name: string, importModule: () => Promise<{ default?: unknown }>): FirstPartyPlugin {
  return { manifest: name, load: async () => (await importModule()).default };
}
