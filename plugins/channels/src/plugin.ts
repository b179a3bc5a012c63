import { definePlugin } from "@open-cowork/core/kernel";
import { configSchema } from "./config.js";
import { providerRoutes } from "./http/provider-routes.js";
import { webhookRoutes } from "./http/webhook-routes.js";
import { channelMetrics } from "./life/channel-metrics.js";
import { channelHealth } from "./life/health.js";
import { Supervisor } from "./life/supervisor.js";
import { requires } from "./ports.js";

export default definePlugin({
  name: "@open-cowork/channels",
  kind: "channels",
  api: "^1",
  config: configSchema,
  requires,
  provides: {},
  setup({ deps, config, onStop }) {
    const supervisor = new Supervisor(deps, config);
    onStop(() => supervisor.stop());
    return {
      ports: {},
      contributes: {
        routes: [...webhookRoutes(supervisor), ...providerRoutes(supervisor)],
        capabilities: ["channel-providers"],
        // Providers come and go while the host runs, so the list is made when it is read.
        get health() {
          return channelHealth(supervisor.lives, deps.clock);
        },
        metrics: channelMetrics(() => supervisor.lives, deps.clock),
      },
      start: async () => supervisor.start(),
    };
  },
});
