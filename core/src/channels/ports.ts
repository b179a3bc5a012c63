import type { RequestContext } from "../kernel/context.js";
import { token } from "../kernel/token.js";
import type { ChannelThreads } from "../transport/channels/stores.js";

/** Rows behind {@link ChannelThreads}: all of it but what comes over the bus. */
export interface ChannelThreadRows extends Omit<ChannelThreads, "watch"> {
  /** Threads of the binding in which one of these sessions speaks now, with the head of its log. */
  speaking(ctx: RequestContext, binding: string, sessions: readonly string[]): Promise<{ thread: string; session: string; head: number }[]>;
}
export const CHANNEL_THREAD_ROWS = token<ChannelThreadRows>("channels.thread-rows");
