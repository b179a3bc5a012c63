import { CLOCK, definePlugin, LOG } from "@open-cowork/core/kernel";
import { emailConfig } from "./config.js";
import { EmailProvider } from "./email-provider.js";

export default definePlugin({
  name: "@open-cowork/provider-email",
  kind: "provider",
  api: "^1",
  config: emailConfig,
  requires: { clock: CLOCK, log: LOG },
  setup: ({ deps, config }) => ({ ports: {}, contributes: { chatProviders: [new EmailProvider({ config, ...deps })] } }),
});
