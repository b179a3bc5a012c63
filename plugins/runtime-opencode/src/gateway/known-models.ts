import type { ModelInfo } from "@open-cowork/shared";

type Facts = Pick<ModelInfo, "context" | "output" | "attachments" | "reasoning">;

/** Facts that providers' model lists leave out. The first match counts; unknown models get none, which turns the context meter off. */
const KNOWN: readonly [RegExp, Facts][] = [
  [/claude-(?:opus|sonnet|haiku)-4|claude-4/, { context: 200_000, output: 32_000, attachments: true, reasoning: true }],
  [/claude-3[-.]7/, { context: 200_000, output: 32_000, attachments: true, reasoning: true }],
  [/claude/, { context: 200_000, output: 8_192, attachments: true, reasoning: false }],
  [/gpt-5/, { context: 400_000, output: 64_000, attachments: true, reasoning: true }],
  [/gpt-4\.1/, { context: 1_047_576, output: 32_768, attachments: true, reasoning: false }],
  [/gpt-4o/, { context: 128_000, output: 16_384, attachments: true, reasoning: false }],
  [/gpt-oss/, { context: 131_072, output: 32_768, attachments: false, reasoning: true }],
  [/\bo[134](?:-mini|-pro)?\b/, { context: 200_000, output: 64_000, attachments: true, reasoning: true }],
  [/gemini-(?:2\.5|3)/, { context: 1_048_576, output: 65_536, attachments: true, reasoning: true }],
  [/deepseek-(?:r1|reasoner)/, { context: 128_000, output: 32_768, attachments: false, reasoning: true }],
  [/deepseek/, { context: 128_000, output: 8_192, attachments: false, reasoning: false }],
  [/qwen3|qwq/, { context: 131_072, output: 16_384, attachments: false, reasoning: true }],
  [/kimi-k2|glm-4|minimax-m/, { context: 128_000, output: 16_384, attachments: false, reasoning: true }],
];

/** A model by its id, with what is known of its family. */
export function modelInfo(id: string, told: Partial<ModelInfo> = {}): ModelInfo {
  const facts = KNOWN.find(([pattern]) => pattern.test(id.toLowerCase()))?.[1];
  const defined = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
  return { id, name: id, attachments: false, reasoning: false, tools: true, ...facts, ...defined };
}
