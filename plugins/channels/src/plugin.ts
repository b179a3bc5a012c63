import { definePlugin, type HealthReport } from "@open-cowork/core/kernel";
import { configSchema } from "./config.js";
import { providerRoutes } from "./http/provider-routes.js";
import { webhookRoutes } from "./http/webhook-routes.js";
import { channelMetrics } from "./life/channel-metrics.js";
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
        health: [{ name: "providers", check: () => health(supervisor) }],
        metrics: channelMetrics(supervisor, deps.clock),
      },
      start: async () => supervisor.start(),
    };
  },
});

/** A provider that is not connected makes the host less than ready, and never keeps the others from working. */
function health(supervisor: Supervisor): HealthReport {
  const troubled = supervisor.statuses().filter(({ state }) => state === "failed");
  if (troubled.length === 0) return { state: "ok" };
  return { state: "degraded", detail: troubled.map(({ kind, instance, detail }) => `${kind}/${instance}: ${detail ?? "not connected"}`).join("; ") };
}
