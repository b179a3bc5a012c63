import type { ChatProvider } from "@open-cowork/core/transport";
import type { ProviderHarness, SimulatedPlatform } from "./platform.js";

/** What some platforms have and others lack. Whoever runs the kit says which are lacking; each case that needs one of them is then skipped, by name. */
export type Feature =
  /** The provider's capabilities. `webhook` includes that the simulator can forge requests. */
  | "edits"
  | "buttons"
  | "files-in"
  | "files-out"
  | "webhook"
  /** What the simulator can play: see the optional verbs of {@link SimulatedPlatform}. */
  | "shared"
  | "chatter"
  | "rename"
  | "unacknowledged"
  | "remove"
  | "lost-files"
  | "interrupt"
  /** The platform shows formatted text, so Markdown is turned into its own markup. Exactly one of these two is lacking. */
  | "formatting"
  /** The platform is given Markdown as it is. */
  | "markdown"
  /** Faults that the platform knows. */
  | "malformed"
  | "rate-limits"
  /** Its webhooks say when they were signed, so that old ones are refused. */
  | "signing-time";

type Found = (provider: ChatProvider, platform: SimulatedPlatform) => boolean;

/** How it shows that a feature is there; of the others there is only the author's word. */
const SIGNS: Partial<Record<Feature, Found>> = {
  edits: ({ capabilities }) => capabilities.edits !== undefined,
  buttons: ({ capabilities }) => capabilities.buttons !== undefined,
  "files-in": ({ capabilities }) => capabilities.files.in > 0,
  "files-out": ({ capabilities }) => capabilities.files.out > 0,
  webhook: ({ capabilities }) => capabilities.webhook !== undefined,
  shared: (_provider, { shared }) => shared !== undefined,
  chatter: (_provider, { chatter }) => chatter !== undefined,
  rename: (_provider, { rename }) => rename !== undefined,
  unacknowledged: (_provider, { unacknowledged }) => unacknowledged !== undefined,
  remove: (_provider, { remove }) => remove !== undefined,
  "lost-files": (_provider, { loseFiles }) => loseFiles !== undefined,
  interrupt: (_provider, { interrupt }) => interrupt !== undefined,
};

/** Throws when a feature is declared lacking and is there, or the other way round: a declaration is no way around a case. */
export async function demandDeclared({ platform, provider }: ProviderHarness, features: readonly Feature[], declared: "there" | "lacking"): Promise<void> {
  const made = await provider();
  for (const feature of features) {
    const isThere = SIGNS[feature]?.(made, platform);
    if (isThere === undefined || isThere === (declared === "there")) continue;
    throw new Error(isThere ? `"${feature}" is declared as lacking, and it is there` : `there is no "${feature}": name it in \`lacks\`, or provide it`);
  }
}
