import { CLOCK, definePlugin, LOG } from "@open-cowork/core/kernel";
import { configSchema } from "./config.js";
import { WebhookProvider } from "./webhook-provider.js";

export default definePlugin({
  name: "@open-cowork/provider-webhook",
  kind: "provider",
  api: "^1",
  config: configSchema,
  requires: { clock: CLOCK, log: LOG },
  setup({ deps: { clock, log }, config }) {
    const provider = new WebhookProvider(config, { clock, log: log.child({ provider: "webhook", instance: config.id }) });
    return { ports: {}, contributes: { chatProviders: [provider] } };
  },
});
