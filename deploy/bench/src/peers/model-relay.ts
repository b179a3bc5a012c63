import { silentLog } from "@open-cowork/core/kernel";
import type { ModelProviderRecord } from "@open-cowork/core/transport";
import { ModelRelay, ProviderSettings, RelayTokens, Upstream } from "@open-cowork/runtime-opencode";
import { AppError, Secret } from "@open-cowork/shared";
import { realClock } from "@open-cowork/testkit/real-clock";
import { serveCalls } from "../harness/serve-calls.js";

let relay: ModelRelay | undefined;

const methods = {
  /** The model gateway as the product builds it, for one tenant with one provider; resolves with what an engine is given. */
  async start({ modelUrl }: { modelUrl: string }): Promise<{ url: string; token: string }> {
    const model = { id: "scripted", name: "Scripted", attachments: false, reasoning: false, tools: true };
    const record: ModelProviderRecord = {
      id: "scripted",
      kind: "openai-compatible",
      name: "Scripted",
      baseUrl: modelUrl,
      hasKey: true,
      secretName: "key",
      models: [model],
      createdAt: 0,
    };
    const rows = { list: async () => [record], get: async () => record, put: readOnly, remove: readOnly };
    const secrets = { reveal: async () => new Secret("benchmark", "key"), has: async () => true, put: readOnly, remove: readOnly, rotate: readOnly };
    const settings = new ProviderSettings({ rows, secrets, bus: undefined, builtin: undefined, clock: realClock });
    const tokens = new RelayTokens();
    relay = new ModelRelay({ settings, tokens, upstream: new Upstream(true), builtin: undefined, log: silentLog });
    await relay.listen();
    return { url: relay.url("scripted"), token: tokens.issue({ tenant: "bench", active: () => true }).token };
  },
};
export type ModelRelayPeer = typeof methods;

async function readOnly(): Promise<never> {
  throw new AppError("internal");
}

serveCalls(methods, () => relay?.close());
