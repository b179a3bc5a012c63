import { createHash } from "node:crypto";
import type { ModelInfo, ModelRef } from "@open-cowork/shared";
import type { Options } from "../options.js";

/** A model provider as an engine sees it: a name, its models and an address of ours. */
export interface EngineProvider {
  id: string;
  name: string;
  /** The AI SDK package that speaks the provider's protocol; all of these are inside the OpenCode program. */
  npm: string;
  models: ModelInfo[];
}

export interface EngineSetup {
  providers: EngineProvider[];
  defaultModel?: ModelRef;
}

/** Answer length where nothing is known of a model: small local servers refuse more than they have. */
const DEFAULT_OUTPUT = 8_192;

/**
 * A model may think for as long as it likes: OpenCode's own limit of five minutes without a byte would cut it off and ask it
 * everything again. The pause between bytes has no "never", so it gets the longest that a timer can hold (24 days).
 */
const PATIENT = { timeout: false, headerTimeout: false, chunkTimeout: 2_147_483_647 } as const;

/** OpenCode's configuration. `relay` gives the address of a provider on loopback; `token` is all the engine has for a key. */
export function engineConfig(setup: EngineSetup, permission: Options["permission"], relay: { url(provider: string): string; token: string }): object {
  const { defaultModel } = setup;
  const model = defaultModel && `${defaultModel.provider}/${defaultModel.model}`;
  return {
    $schema: "https://opencode.ai/config.json",
    autoupdate: false,
    share: "disabled",
    lsp: false,
    formatter: false,
    plugin: [],
    mcp: {},
    permission,
    enabled_providers: setup.providers.map((provider) => provider.id),
    ...(model === undefined ? {} : { model, small_model: model }),
    provider: Object.fromEntries(
      setup.providers.map(({ id, name, npm, models }) => [
        id,
        { npm, name, options: { baseURL: relay.url(id), apiKey: relay.token, ...PATIENT }, models: Object.fromEntries(models.map(toModel)) },
      ]),
    ),
  };
}

/** Changes whenever an engine would have to be started anew to see the change. */
export function fingerprint(setup: EngineSetup): string {
  return createHash("sha256").update(JSON.stringify(setup)).digest("base64url").slice(0, 22);
}

function toModel(model: ModelInfo): [string, object] {
  return [
    model.id,
    {
      name: model.name,
      tool_call: model.tools,
      reasoning: model.reasoning,
      attachment: model.attachments,
      temperature: false,
      modalities: { input: model.attachments ? ["text", "image", "pdf"] : ["text"], output: ["text"] },
      limit: { context: model.context ?? 0, output: model.output ?? DEFAULT_OUTPUT },
    },
  ];
}
