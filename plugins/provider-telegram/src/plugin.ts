import { CLOCK, definePlugin, LOG } from "@open-cowork/core/kernel";
import { compile, config } from "./config.js";
import { TelegramProvider } from "./telegram-provider.js";

export default definePlugin({
  name: "@open-cowork/provider-telegram",
  kind: "provider",
  api: "^1",
  config,
  requires: { log: LOG, clock: CLOCK },
  setup: ({ deps, config: given }) => {
    const options = compile(given);
    const log = deps.log.child({ provider: "telegram", instance: options.instance });
    return { ports: {}, contributes: { chatProviders: [new TelegramProvider({ ...options, clock: deps.clock, log })] } };
  },
});
