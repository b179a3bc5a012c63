import { GatewayClient } from "@open-cowork/cloud-client";
import { CLOCK, definePlugin, LOG } from "@open-cowork/core/kernel";
import { WORKSPACE } from "@open-cowork/core/sessions";
import { ARTIFACT_STORE, CHANNEL_DIRECTORY, CHANNEL_HOME, CHANNEL_THREADS, INBOUND_QUEUE, INTERACTION_BOOK, OUTBOX } from "@open-cowork/core/transport";
import { AppError } from "@open-cowork/shared";
import { CloudHealth } from "./cloud-health.js";
import { CloudHome } from "./cloud-home.js";
import { bearerOf, configSchema, isPlain } from "./config.js";
import { CloudArtifacts } from "./ports/artifacts.js";
import { CloudDirectory } from "./ports/directory.js";
import { CloudInboundQueue } from "./ports/inbound-queue.js";
import { CloudInteractions } from "./ports/interactions.js";
import { CloudOutbox } from "./ports/outbox.js";
import { CloudThreads } from "./ports/threads.js";
import { CloudWorkspace } from "./ports/workspace.js";
import { rememberingRefusal } from "./refused-token.js";
import { operatorRoutes } from "./routes.js";
import { clockTimers } from "./timers.js";

export default definePlugin({
  name: "@open-cowork/cloud-link",
  kind: "link",
  api: "^1",
  config: configSchema,
  requires: { clock: CLOCK, log: LOG },
  provides: {
    directory: CHANNEL_DIRECTORY,
    threads: CHANNEL_THREADS,
    inbound: INBOUND_QUEUE,
    outbox: OUTBOX,
    interactions: INTERACTION_BOOK,
    home: CHANNEL_HOME,
    workspace: WORKSPACE,
    artifacts: ARTIFACT_STORE,
  },
  setup({ deps: { clock, log }, config: { url, token }, onStop }) {
    if (isPlain(url)) log.warn("cloud.plain_http", { url, hint: "The token crosses the network unencrypted; keep to a network of your own, or use https." });
    let bearer = bearerOf(token);
    const client = new GatewayClient({ baseUrl: url, token: () => bearer, timers: clockTimers(clock), fetch: rememberingRefusal(clock) });
    const home = new CloudHome(client);
    const health = new CloudHealth({ home, url, clock, log });
    const threads = new CloudThreads(client);
    const workspace = new CloudWorkspace(client);
    onStop(() => {
      threads.stop();
      workspace.stop();
    });
    return {
      ports: {
        directory: new CloudDirectory(client),
        threads,
        inbound: new CloudInboundQueue({ client, clock }),
        outbox: new CloudOutbox(client),
        interactions: new CloudInteractions(client),
        home,
        workspace,
        artifacts: new CloudArtifacts(client),
      },
      reconfigure(next) {
        if (next.url !== url) throw new AppError("plugin.restart_needed", { message: "The address of Cloud is taken over when the host is started again." });
        bearer = bearerOf(next.token);
        home.forget();
      },
      contributes: {
        health: [{ name: "cloud", check: () => health.check() }],
        routes: operatorRoutes(client),
        capabilities: ["channels"],
      },
    };
  },
});
