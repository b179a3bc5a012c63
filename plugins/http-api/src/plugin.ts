import { definePlugin } from "@open-cowork/core/kernel";
import { HTTP_SERVER } from "@open-cowork/core/transport";
import { buildApp, type HttpApp } from "./app.js";
import { configSchema, isLoopbackHost, refuseUnsafeBind } from "./config.js";
import { optional, requires } from "./deps.js";
import { channelCapabilities } from "./routes/channels.js";
import { Listener } from "./server/listener.js";

/** Requests in flight may finish for this long when the host stops. */
const STOP_DEADLINE_MS = 5_000;

export default definePlugin({
  name: "@open-cowork/http-api",
  kind: "http",
  api: "^1",
  config: configSchema,
  requires,
  optional,
  provides: { server: HTTP_SERVER },
  setup({ deps, config, onStop }) {
    refuseUnsafeBind(config);
    let app: HttpApp | undefined;
    const listener = new Listener((req, res) => app?.handler(req, res), { ...config.listen, log: deps.log, clock: deps.clock });
    const address = () => listener.address();
    onStop(async () => {
      app?.streams.stop();
      await listener.stop(STOP_DEADLINE_MS);
    });
    return {
      ports: { server: { address, reachable: config.publicUrl !== undefined || !isLoopbackHost(config.listen.host) } },
      contributes: { capabilities: channelCapabilities(deps) },
      async start() {
        app = buildApp({ deps, config, address });
        app.metrics.start();
        await listener.start();
      },
    };
  },
});
