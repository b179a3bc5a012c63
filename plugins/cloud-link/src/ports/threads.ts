import type { GatewayClient } from "@open-cowork/cloud-client";
import type { RequestContext } from "@open-cowork/core/kernel";
import type { ChannelThreads } from "@open-cowork/core/transport";
import type { ChannelThread, Conversation, SessionSummary } from "@open-cowork/shared";

type WatchListener = Parameters<ChannelThreads["watch"]>[2];

/** Conversations, kept at Cloud. `watch` calls `onGap` with each connection it makes, the first one too: what changed before it was there is not known. */
export class CloudThreads implements ChannelThreads {
  readonly #watches = new Set<() => void>();

  constructor(private readonly client: GatewayClient) {}

  thread(_ctx: RequestContext, binding: string, conversation: Conversation): Promise<ChannelThread> {
    return this.client.threads.find(binding, conversation);
  }
  get(_ctx: RequestContext, binding: string, thread: string): Promise<ChannelThread> {
    return this.client.threads.get(binding, thread);
  }
  bind(_ctx: RequestContext, binding: string, thread: string, session: string, cursor: number): Promise<ChannelThread> {
    return this.client.threads.bind(binding, thread, { session, cursor });
  }
  history(_ctx: RequestContext, binding: string, thread: string): Promise<SessionSummary[]> {
    return this.client.threads.history(binding, thread);
  }
  behind(_ctx: RequestContext, binding: string): Promise<ChannelThread[]> {
    return this.client.threads.behind(binding);
  }
  watch(_ctx: RequestContext, binding: string, listener: WatchListener): () => void {
    const end = this.client.threads.watch(binding, listener);
    this.#watches.add(end);
    return () => {
      this.#watches.delete(end);
      end();
    };
  }

  /** Ends what nobody ended. */
  stop(): void {
    for (const end of this.#watches) end();
    this.#watches.clear();
  }
}
