import { isAppError } from "@open-cowork/shared";
import type { RequestContext } from "../kernel/context.js";
import type { Log } from "../kernel/log.js";
import { topics, type WorkspaceChange } from "../sessions/topics.js";
import type { ChannelThreads } from "../transport/channels/stores.js";
import type { EventBus } from "../transport/ports.js";
import type { ChannelThreadRows } from "./ports.js";

type Listener = Parameters<ChannelThreads["watch"]>[2];

/** Threads of the workspace that this installation keeps itself: rows, and the bus that says what changes. */
export class LocalChannelThreads implements ChannelThreads {
  readonly thread: ChannelThreads["thread"];
  readonly get: ChannelThreads["get"];
  readonly bind: ChannelThreads["bind"];
  readonly history: ChannelThreads["history"];
  readonly behind: ChannelThreads["behind"];

  constructor(private readonly deps: { rows: ChannelThreadRows; bus: EventBus; log: Log }) {
    const { rows } = deps;
    this.thread = rows.thread.bind(rows);
    this.get = rows.get.bind(rows);
    this.bind = rows.bind.bind(rows);
    this.history = rows.history.bind(rows);
    this.behind = rows.behind.bind(rows);
  }

  watch(ctx: RequestContext, binding: string, listener: Listener): () => void {
    const watch = new Watch(this.deps, { ctx, binding, listener });
    return () => watch.end();
  }
}

/**
 * The list line of a session changes when it gets a prompt, begins, waits and ends; which of these speak in a thread of the binding is looked up.
 * One look-up at a time: what changes meanwhile is asked for together in the next, so a busy workspace costs one small query after another at most.
 */
class Watch {
  #waiting = new Set<string>();
  #looking = false;
  #ended = false;
  readonly #unsubscribe: readonly (() => void)[];

  constructor(
    private readonly deps: { rows: ChannelThreadRows; bus: EventBus; log: Log },
    private readonly on: { ctx: RequestContext; binding: string; listener: Listener },
  ) {
    const { bus } = deps;
    this.#unsubscribe = [
      bus.subscribe(topics.workspace(on.ctx.tenant), (message) => {
        const change = message as WorkspaceChange;
        if (change.type !== "session" || change.session.deleted) return;
        this.#waiting.add(change.session.id);
        void this.#look();
      }),
      bus.onGap(() => this.on.listener.onGap()),
    ];
  }

  end(): void {
    this.#ended = true;
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    const { ctx, binding, listener } = this.on;
    while (this.#waiting.size > 0 && !this.#ended) {
      const sessions = [...this.#waiting];
      this.#waiting = new Set();
      try {
        const speaking = await this.deps.rows.speaking(ctx, binding, sessions);
        for (const { thread, session, head } of speaking) if (!this.#ended) listener.changed(thread, session, head);
      } catch (error) {
        this.#failed(error);
      }
    }
    this.#looking = false;
  }

  #failed(error: unknown): void {
    if (this.#ended) return;
    const { ctx, binding, listener } = this.on;
    this.deps.log.warn("channels.watch_failed", { tenant: ctx.tenant, binding, error });
    // A binding that is gone or not granted has nothing to tell, not even when something happens.
    if (isAppError(error) && !error.retryable) this.end();
    else listener.onGap();
  }
}
