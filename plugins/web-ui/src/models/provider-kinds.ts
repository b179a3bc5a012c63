import type { ModelProviderKind } from "@open-cowork/shared";
import type { PlainKey } from "../i18n/t.js";
import type { IconName } from "../ui/icon/icons.js";

/** How a kind of provider is presented and which fields it has. */
export interface ProviderKind {
  kind: ModelProviderKind;
  label: PlainKey;
  text: PlainKey;
  icon: IconName;
  address: boolean;
  key: "none" | "optional" | "required";
  /** Example shown in the key field; providers' keys are told apart by their beginnings. */
  keyExample?: string;
}

export const PROVIDER_KINDS: readonly ProviderKind[] = [
  { kind: "demo", label: "setup.demo", text: "setup.demoText", icon: "spark", address: false, key: "none" },
  { kind: "openai-compatible", label: "setup.compatible", text: "setup.compatibleText", icon: "cpu", address: true, key: "optional" },
  { kind: "anthropic", label: "setup.anthropic", text: "setup.anthropicText", icon: "key", address: false, key: "required", keyExample: "sk-ant-…" },
  { kind: "openai", label: "setup.openai", text: "setup.openaiText", icon: "key", address: false, key: "required", keyExample: "sk-…" },
  { kind: "openrouter", label: "setup.openrouter", text: "setup.openrouterText", icon: "globe", address: false, key: "required", keyExample: "sk-or-…" },
];

export function providerKind(kind: ModelProviderKind): ProviderKind {
  return PROVIDER_KINDS.find((entry) => entry.kind === kind)!;
}
