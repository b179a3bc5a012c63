import { type ChannelThread, type Delivery, type DeliveryInput, isAppError, SessionFold, type SessionView } from "@open-cowork/shared";
import { backoffMs } from "../backoff.js";
import { type Transcript, transcript, WORTH_MS } from "../rendering/transcript.js";
import { sayingOf, type Wanted } from "../rendering/wanted.js";
import { Repeat } from "../repeat.js";
import type { Served } from "../served.js";
import { Codes } from "./codes.js";
import type { Sender } from "./sender.js";
import { Typing } from "./typing.js";

const PAUSE = { firstMs: 250, mostMs: 15_000 };
/** Words that come faster are put together. */
const SYNC_MS = 50;
/** A session that has nothing to do is followed for a while longer: often somebody writes on. */
const LINGER_MS = 30_000;

/** What is known of a message that this process has put. */
interface Put {
  id: string;
  saying: string;
  growing: boolean;
}
/** Lower than that of everything that is worked out: it adds what is missing and changes nothing. */
const NO_REVISION = 0;

/**
 * Follows the session that speaks in a conversation while it is at work, and puts what it says into the outbox. The messages are worked out from the log again and
 * again: whatever was put before, by whichever process, has the same keys. The cursor moves with everything that is put; a text that grows is put at its beginning
 * and its end, and whenever something else is.
 */
export class Follower {
  readonly #codes: Codes;
  readonly #typing: Typing;
  readonly #put = new Map<string, Put>();
  readonly #syncing = new Repeat(() => this.#sync());
  readonly #timers = new Map<string, () => void>();
  #fold: SessionFold | undefined;
  #closeTail: () => void = () => undefined;
  #cursor: number;
  #ended = false;
  #attempt = 0;
  #syncedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly served: Served,
    private readonly thread: ChannelThread & { session: string },
    private readonly sender: Sender,
    /** There is nothing to follow for now. */
    private readonly onOver: () => void,
  ) {
    this.#codes = new Codes(served, { thread: thread.id, session: thread.session });
    this.#typing = new Typing(served, thread.conversation);
    this.#cursor = thread.cursor;
  }

  get session(): string {
    return this.thread.session;
  }

  /** As far as it is known. */
  get view(): SessionView | undefined {
    return this.#fold?.view;
  }

  /** Something may be new. Resolves when it has been put into the outbox, or could not be for now. */
  poke(): Promise<void> {
    return this.#ended ? Promise.resolve() : this.#syncing.ask();
  }

  /** A code was not known any more. */
  renewCodes(): void {
    this.#codes.forget();
    void this.poke();
  }

  /** Puts nothing more. Resolves when what is being put has been put. */
  async end(): Promise<void> {
    this.#close();
    await this.#syncing.idle();
  }

  #close(): void {
    this.#ended = true;
    this.#closeTail();
    this.#typing.stop();
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  async #sync(): Promise<void> {
    if (this.#ended) return;
    try {
      const fold = (this.#fold ??= await this.#open());
      await this.#putAll(fold.view);
      this.#attempt = 0;
      this.#syncedAt = this.served.deps.clock.now();
      if (!this.#ended) this.#lingerOrStay(fold.view);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #open(): Promise<SessionFold> {
    const { deps, ctx } = this.served;
    const { snapshot, events } = await deps.workspace.view(ctx, this.session);
    const fold = new SessionFold(snapshot === undefined ? undefined : (JSON.parse(snapshot.json) as SessionView));
    for (const event of events) fold.apply(event);
    const close = await deps.workspace.tail(ctx, this.session, fold.view.seq, {
      events: (batch) => {
        try {
          for (const event of batch) fold.apply(event);
        } catch (error) {
          // A gap: the log is read again.
          this.served.log.info("follow.gap", { session: this.session, error });
          return this.#reopen();
        }
        this.#soon();
      },
      reset: () => this.#reopen(),
    });
    this.#closeTail = close;
    if (this.#ended) close();
    return fold;
  }

  #reopen(): void {
    this.#closeTail();
    this.#fold = undefined;
    void this.poke();
  }

  /** The first words of many at once, the others together. */
  #soon(): void {
    const waitMs = this.#syncedAt + SYNC_MS - this.served.deps.clock.now();
    if (waitMs <= 0) void this.poke();
    else this.#at("soon", waitMs);
  }

  async #putAll(view: SessionView): Promise<void> {
    const lapse = await this.#codes.offer(view);
    if (lapse !== undefined) this.#at("lapse", lapse - this.served.deps.clock.now() + 1);
    // From here to the put nothing waits, so that the messages and the cursor are of the same state of the log.
    const { messages, heldFrom } = this.#transcript(view);
    const cursor = Math.min(view.seq, (heldFrom ?? Number.POSITIVE_INFINITY) - 1);
    const changed = messages.filter((message) => this.#hasChanged(message));
    const isDue = changed.some(({ key, growing }) => !growing || !this.#put.has(key));
    if (isDue || (cursor > this.#cursor && view.active === undefined)) await this.#store(changed, cursor);
    for (const { key, growing, content } of messages) {
      const known = this.#put.get(key);
      if (growing && known?.growing) this.sender.show(known.id, content);
    }
    if (heldFrom !== undefined && view.active !== undefined && this.served.provider.capabilities.edits) this.#at("worth", WORTH_MS);
    const run = view.active === undefined ? undefined : view.runs[view.active];
    this.#typing.set(run?.state === "running");
  }

  async #store(messages: readonly Wanted[], cursor: number): Promise<void> {
    const { there, news } = await this.#compared(messages);
    const moved = Math.max(cursor, this.#cursor);
    const deliveries = news.length > 0 || moved > this.#cursor ? await this.#putInto(news, moved) : [];
    this.#cursor = moved;
    // All at once, so that they are sent in their order.
    this.sender.add([...there, ...deliveries]);
  }

  /**
   * What another process may have put is looked at first, and what is there as it is to be is left alone: to change it to the same would cost a try, and a message that
   * somebody removed would be said once more.
   */
  async #compared(messages: readonly Wanted[]): Promise<{ there: Delivery[]; news: Wanted[] }> {
    const unsure = messages.filter(({ key, seq }) => seq <= this.#cursor && !this.#put.has(key));
    if (unsure.length === 0) return { there: [], news: [...messages] };
    const there = await this.#putInto(unsure.map((message) => ({ ...message, revision: NO_REVISION })));
    const same = new Set(unsure.filter(({ content }, i) => sayingOf(content) === sayingOf(there[i]!.content)));
    return { there, news: messages.filter((message) => !same.has(message)) };
  }

  async #putInto(messages: readonly Wanted[], cursor?: number): Promise<Delivery[]> {
    const { deps, ctx, binding } = this.served;
    const inputs = messages.map(({ key, ordinal, revision, content }): DeliveryInput => ({ key, ordinal, revision, content }));
    const deliveries = await deps.outbox.put(ctx, binding.id, this.thread.id, inputs, cursor);
    for (const [i, { key, growing }] of messages.entries()) {
      const { id, content } = deliveries[i]!;
      if (growing) this.sender.growth.begin(deliveries[i]!);
      else if (this.#put.get(key)?.growing) this.sender.growth.end(id);
      this.#put.set(key, { id, saying: sayingOf(content), growing });
    }
    return deliveries;
  }

  /** Also one that has stopped to grow and says what it said: what is shown of it may be something in between. */
  #hasChanged({ key, content, growing }: Wanted): boolean {
    const known = this.#put.get(key);
    return known === undefined || known.saying !== sayingOf(content) || (known.growing && !growing);
  }

  #transcript(view: SessionView): Transcript {
    const { provider, texts, deps } = this.served;
    const { capabilities } = provider;
    return transcript({
      ...{ session: this.session, view, cursor: this.#cursor, capabilities, texts },
      now: deps.clock.now(),
      // Room for the words that one needs which is sent again.
      limit: Math.max(1, capabilities.text.max - texts.doubtful.length - 2),
      code: (request) => this.#codes.get(request, (view.approvals[request] ?? view.questions[request])?.at ?? 0),
      url: deps.home.threadUrl(this.session),
    });
  }

  #lingerOrStay({ active, queue, seq }: SessionView): void {
    const isIdle = active === undefined && queue.length === 0 && this.#cursor >= seq;
    if (!isIdle) this.#not("linger");
    else
      this.#at("linger", LINGER_MS, () => {
        this.#close();
        this.onOver();
      });
  }

  #failed(error: unknown): void {
    const { log } = this.served;
    if (this.#ended || this.served.signal.aborted) return;
    if (isAppError(error) && !error.retryable && error.kind !== "internal") {
      // The session is gone, or we may not see it any more: nobody is told more than that.
      log.info("follow.over", { thread: this.thread.id, session: this.session, code: error.code });
      this.#close();
      this.onOver();
      return;
    }
    log.warn("follow.failed", { thread: this.thread.id, session: this.session, error });
    this.#at("again", backoffMs(++this.#attempt, PAUSE));
  }

  #at(name: string, ms: number, then: () => void = () => void this.poke()): void {
    if (this.#timers.has(name) || this.#ended) return;
    const cancel = this.served.deps.clock.after(Math.max(0, ms), () => {
      this.#timers.delete(name);
      then();
    });
    this.#timers.set(name, cancel);
  }

  #not(name: string): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }
}
