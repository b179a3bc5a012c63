import { CLOCK, definePlugin, HOST_INFO, LOG } from "@open-cowork/core/kernel";
import { SECRET_STORE } from "@open-cowork/core/secrets";
import { RUNTIME } from "@open-cowork/core/sessions";
import { ARTIFACT_STORE, BUILTIN_MODEL, EVENT_BUS, MODEL_GATEWAY, MODEL_PROVIDER_ROWS } from "@open-cowork/core/transport";
import { checkProgram } from "./engine/check-program.js";
import { ModelRelay } from "./gateway/model-relay.js";
import { OpenCodeModelGateway } from "./gateway/opencode-model-gateway.js";
import { ProviderSettings } from "./gateway/provider-settings.js";
import { RelayTokens } from "./gateway/relay-tokens.js";
import { Upstream } from "./gateway/upstream.js";
import { OpenCodeRuntime } from "./opencode-runtime.js";
import { optionsSchema } from "./options.js";

/** OpenCode behind the runtime port, and the model relay that keeps provider keys away from it. */
export default definePlugin({
  name: "@open-cowork/runtime-opencode",
  kind: "runtime",
  api: "^1",
  config: optionsSchema,
  requires: { clock: CLOCK, log: LOG, host: HOST_INFO, artifacts: ARTIFACT_STORE, secrets: SECRET_STORE, rows: MODEL_PROVIDER_ROWS },
  optional: { builtin: BUILTIN_MODEL, bus: EVENT_BUS },
  provides: { runtime: RUNTIME, models: MODEL_GATEWAY },
  preflight: ({ config }) => [checkProgram(config)],
  async setup({ deps, config: options, signal, onStop }) {
    const { clock, log, host, artifacts, secrets, rows, builtin, bus } = deps;
    const settings = new ProviderSettings({ rows, secrets, bus, builtin, clock });
    const upstream = new Upstream(options.allowPrivateBaseUrls);
    const tokens = new RelayTokens();
    const relay = new ModelRelay({ settings, tokens, upstream, builtin, log });
    onStop(() => settings.close());
    onStop(() => upstream.close());
    await relay.listen();
    onStop(() => relay.close());
    const runtime = new OpenCodeRuntime({ options, host, artifacts, settings, relay, tokens, clock, log });
    onStop(() => runtime.stop());
    return {
      ports: { runtime, models: new OpenCodeModelGateway({ rows, secrets, settings, upstream, builtin, clock, signal }) },
      contributes: { health: [{ name: "runtime", check: () => runtime.health() }] },
    };
  },
});
