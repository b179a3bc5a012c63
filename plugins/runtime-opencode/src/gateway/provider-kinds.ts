import type { ModelProviderKind } from "@open-cowork/shared";

/** The protocol of a provider's answers, for the test that people run before saving. */
export type Protocol = "chat-completions" | "messages";

export interface ProviderKind {
  /** Shown where a person gave no name. */
  name: string;
  /** AI SDK package inside the OpenCode program. */
  npm: string;
  /** Where the provider is unless a person says otherwise; ends with the version. */
  baseUrl?: string;
  protocol: Protocol;
  /** Headers that carry the key. */
  authorize(key: string): Record<string, string>;
  /** Headers of every request. */
  headers: Record<string, string>;
  /** Tried first when a person names no model. */
  preferred: RegExp[];
  /** Listed models that do not chat. */
  hidden?: RegExp;
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** What differs between the kinds of model providers. The path after the base URL comes from the AI SDK and passes through. */
export const PROVIDER_KINDS: Record<ModelProviderKind, ProviderKind> = {
  demo: { name: "Demo", npm: "@ai-sdk/openai-compatible", protocol: "chat-completions", authorize: () => ({}), headers: {}, preferred: [] },
  "openai-compatible": {
    name: "OpenAI-compatible",
    npm: "@ai-sdk/openai-compatible",
    protocol: "chat-completions",
    authorize: bearer,
    headers: {},
    preferred: [],
    hidden: /embed|rerank|whisper|tts|moderation/i,
  },
  anthropic: {
    name: "Anthropic",
    npm: "@ai-sdk/anthropic",
    baseUrl: "https://api.anthropic.com/v1",
    protocol: "messages",
    authorize: (key) => ({ "x-api-key": key }),
    headers: { "anthropic-version": "2023-06-01" },
    preferred: [/^claude-sonnet-4/, /^claude-.*sonnet/, /^claude-/],
  },
  openai: {
    name: "OpenAI",
    npm: "@ai-sdk/openai",
    baseUrl: "https://api.openai.com/v1",
    protocol: "chat-completions",
    authorize: bearer,
    headers: {},
    preferred: [/^gpt-5(\.\d+)?$/, /^gpt-5/, /^gpt-4\.1$/, /^gpt-4o$/],
    hidden: /embed|whisper|tts|dall-e|moderation|realtime|audio|image|transcribe|instruct|search|davinci|babbage|sora|codex-mini/i,
  },
  openrouter: {
    name: "OpenRouter",
    npm: "@openrouter/ai-sdk-provider",
    baseUrl: "https://openrouter.ai/api/v1",
    protocol: "chat-completions",
    authorize: bearer,
    headers: {},
    preferred: [/^anthropic\/claude-sonnet-4/, /^openai\/gpt-5/, /^openrouter\/auto$/],
  },
};
