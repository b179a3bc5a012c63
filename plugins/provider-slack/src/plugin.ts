import { CLOCK, definePlugin, LOG } from "@open-cowork/core/kernel";
import { configSchema } from "./config.js";
import { SlackProvider } from "./slack-provider.js";

export default definePlugin({
  name: "@open-cowork/provider-slack",
  kind: "provider",
  api: "^1",
  config: configSchema,
  requires: { log: LOG, clock: CLOCK },
  provides: {},
  setup: ({ deps, config }) => ({ ports: {}, contributes: { chatProviders: [new SlackProvider(config, deps)] } }),
});
