import type { RequestContext } from "@open-cowork/core/kernel";
import type { ChatProfile, ChatProvider } from "@open-cowork/core/transport";
import type { Binding } from "@open-cowork/shared";
import type { ChannelsConfig } from "./config.js";
import type { ChannelDeps } from "./ports.js";
import type { Texts } from "./texts.js";

/** A binding that is served here and now: what all parts of the work on it share. */
export interface Served {
  readonly deps: ChannelDeps;
  readonly config: ChannelsConfig;
  readonly texts: Texts;
  readonly provider: ChatProvider;
  /** The gateway itself. */
  readonly ctx: RequestContext;
  readonly epoch: number;
  /** As of the last renewal. */
  binding: Binding;
  profile: ChatProfile;
  /** Aborts when the work ends. */
  readonly signal: AbortSignal;
}
