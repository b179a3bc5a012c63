import type { Log, RequestContext } from "@open-cowork/core/kernel";
import type { ChatProfile, ChatProvider } from "@open-cowork/core/transport";
import type { Binding } from "@open-cowork/shared";
import type { ChannelsConfig } from "./config.js";
import type { ChannelDeps } from "./ports.js";
import type { Texts } from "./texts/english.js";

/** A binding that is served here and now: what all parts of the work on it share. */
export interface Served {
  readonly deps: ChannelDeps;
  readonly config: ChannelsConfig;
  /** Says of which provider each line is. */
  readonly log: Log;
  readonly texts: Texts;
  readonly provider: ChatProvider;
  /** The gateway itself. */
  readonly ctx: RequestContext;
  readonly epoch: number;
  /** As of the last renewal. */
  binding: Binding;
  profile: ChatProfile;
  /** False while the platform is known to be away: messages wait then, and no try is spent on them. */
  reachable: boolean;
  /** Aborts when the work ends. */
  readonly signal: AbortSignal;
  /** The platform refuses our credentials: nothing will work until an operator did something, or the provider is started again. */
  onTrouble(reason: string): void;
}
