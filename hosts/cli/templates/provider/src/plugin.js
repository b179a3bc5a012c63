import { CLOCK, definePlugin, LOG } from "@open-cowork/core/kernel";
import { configSchema } from "./config.js";
import { ChatPlatformProvider } from "./provider.js";

export default definePlugin({
  name: "__package__",
  kind: "provider",
  api: "^1",
  config: configSchema,
  requires: { clock: CLOCK, log: LOG },
  setup({ deps: { clock, log }, config }) {
    const provider = new ChatPlatformProvider(config, { clock, log: log.child({ provider: "__name__", instance: config.id }) });
    return { ports: {}, contributes: { chatProviders: [provider] } };
  },
});
