import { type ChannelThread, type DeliveryInput, emptyView, isAppError, SessionFold, type SessionView } from "@open-cowork/shared";
import { backoffMs } from "../backoff.js";
import type { Served } from "../served.js";
import { Codes } from "./codes.js";
import type { Sender } from "./sender.js";
import { wantedMessages } from "./transcript.js";
import type { Wanted } from "./wanted.js";

const TYPING_MS = 4_000;
const PAUSE = { firstMs: 250, mostMs: 15_000 };

/**
 * Follows the session that speaks in a conversation while it is at work, and puts what it says into the outbox. The view is worked out again from the log after
 * each batch, and so are the messages: whatever was put before, by whichever process, has the same keys.
 */
export class Follower {
  readonly #codes: Codes;
  #fold: SessionFold | undefined;
  #after: number;
  readonly #put = new Map<string, number>();
  #growing: { key: string; id: string } | undefined;
  #closeTail: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #ended = false;
  #attempt = 0;
  #typingAt = Number.NEGATIVE_INFINITY;
  readonly #timers = new Set<() => void>();

  constructor(
    private readonly served: Served,
    private readonly thread: ChannelThread & { session: string },
    private readonly sender: Sender,
    /** There is nothing to follow for now. */
    private readonly onIdle: () => void,
  ) {
    this.#codes = new Codes(served, { thread: thread.id, session: thread.session });
    this.#after = thread.cursor;
  }

  get session(): string {
    return this.thread.session;
  }

  /** As far as it is known; empty before the first read. */
  get view(): SessionView {
    return this.#fold?.view ?? emptyView();
  }

  /** Something may be new. Returns when it has been put into the outbox, or could not be for now. */
  poke(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async end(): Promise<void> {
    this.#ended = true;
    this.#closeTail?.();
    for (const cancel of this.#timers) cancel();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#ended) {
      this.#again = false;
      try {
        if (this.#fold === undefined) await this.#open();
        await this.#putAll();
        this.#attempt = 0;
      } catch (error) {
        if (!this.#failed(error)) return;
      }
    }
    if (!this.#ended && this.#isIdle()) {
      this.#ended = true;
      this.#closeTail?.();
      for (const cancel of this.#timers) cancel();
      this.onIdle();
    }
  }

  async #open(): Promise<void> {
    const { deps, ctx } = this.served;
    const { snapshot, events } = await deps.workspace.view(ctx, this.session);
    const fold = new SessionFold(snapshot === undefined ? undefined : (JSON.parse(snapshot.json) as SessionView));
    for (const event of events) fold.apply(event);
    this.#closeTail = await deps.workspace.tail(ctx, this.session, fold.view.seq, {
      events: (batch) => {
        try {
          for (const event of batch) fold.apply(event);
        } catch {
          // A gap: the log is read again.
          return this.#reopen();
        }
        void this.poke();
      },
      reset: () => this.#reopen(),
    });
    this.#fold = fold;
  }

  #reopen(): void {
    this.#closeTail?.();
    this.#closeTail = undefined;
    this.#fold = undefined;
    void this.poke();
  }

  async #putAll(): Promise<void> {
    const { deps, ctx, binding } = this.served;
    const { view } = this;
    await this.#offerCodes(view);
    const seq = view.seq;
    const wanted = this.#wanted(view);
    const fresh = wanted.filter(({ key, revision, growing }) => (growing ? this.#put.get(key) === undefined : (this.#put.get(key) ?? -1) < revision));
    const grows = wanted.some(({ growing }) => growing) || hasGrowing(view);
    // While a text grows it is not all there, so the cursor stays before it.
    const cursor = grows ? undefined : seq;
    if (fresh.length > 0 || (cursor !== undefined && cursor > this.#after)) {
      const inputs = await Promise.all(fresh.map((each) => this.#input(each)));
      const deliveries = await deps.outbox.put(ctx, binding.id, this.thread.id, inputs, cursor);
      fresh.forEach(({ key, revision, growing }, i) => {
        this.#put.set(key, growing ? 0 : revision);
        const { id } = deliveries[i]!;
        if (growing) this.#growing = { key, id };
        else if (this.#growing?.key === key) {
          this.sender.settle(id);
          this.#growing = undefined;
        }
      });
      if (cursor !== undefined) this.#after = cursor;
      this.sender.add(deliveries);
    }
    const shown = wanted.find(({ key, growing }) => growing && key === this.#growing?.key);
    if (shown !== undefined && this.#growing !== undefined) this.sender.show(this.#growing.id, shown.content);
    this.#typing(view);
  }

  #wanted(view: SessionView): Wanted[] {
    const { provider, texts, deps } = this.served;
    const code = (request: string) => {
      const known = this.#codes.get(request);
      const asked = (view.approvals[request] ?? view.questions[request])?.at ?? 0;
      return known === undefined ? undefined : { id: known.id, version: this.#codes.version(asked) };
    };
    const { capabilities } = provider;
    return wantedMessages(view, { session: this.session, after: this.#after, capabilities, texts, code, threadUrl: deps.home.threadUrl(this.session) });
  }

  /** The file of an overlong answer is made when it is put. */
  async #input({ key, ordinal, revision, content }: Wanted): Promise<DeliveryInput> {
    if (content.file?.artifact !== "") return { key, ordinal, revision, content };
    const block = this.view.blocks.find(({ id }) => key === `${this.session}:${id}:file`);
    const text = block?.type === "text" ? block.text : "";
    const { deps, ctx } = this.served;
    const bytes = new TextEncoder().encode(text);
    const { name, mime } = content.file;
    const artifact = await deps.artifacts.put(ctx, { name, mime, session: this.session }, one(bytes), bytes.byteLength);
    return { key, ordinal, revision, content: { ...content, file: { artifact: artifact.id, name, mime, bytes: bytes.byteLength } } };
  }

  async #offerCodes(view: SessionView): Promise<void> {
    const approvals = Object.values(view.approvals).filter(({ state }) => state === "pending");
    const questions = Object.values(view.questions).filter(({ state }) => state === "pending");
    for (const { id } of approvals) await this.#codes.offer("approval", id);
    for (const { id } of questions) await this.#codes.offer("question", id);
    const lapse = this.#codes.nextLapse([...approvals, ...questions].map(({ id }) => id));
    if (lapse !== undefined) this.#timer("lapse", lapse - this.served.deps.clock.now() + 1);
  }

  #typing(view: SessionView): void {
    const run = view.active === undefined ? undefined : view.runs[view.active];
    if (run?.state !== "running" || !this.served.provider.capabilities.typing) return;
    const { clock } = this.served.deps;
    if (clock.now() - this.#typingAt >= TYPING_MS) {
      this.#typingAt = clock.now();
      this.served.provider.typing(this.thread.conversation).catch((error: unknown) => this.served.deps.log.debug("provider.typing_failed", { error }));
    }
    this.#timer("typing", TYPING_MS);
  }

  readonly #named = new Map<string, () => void>();
  #timer(name: string, ms: number): void {
    if (this.#named.has(name)) return;
    const cancel = this.served.deps.clock.after(Math.max(0, ms), () => {
      this.#timers.delete(cancel);
      this.#named.delete(name);
      void this.poke();
    });
    this.#named.set(name, cancel);
    this.#timers.add(cancel);
  }

  /** Answers whether to go on at once. */
  #failed(error: unknown): boolean {
    const { deps, binding } = this.served;
    if (this.#ended) return false;
    if (isAppError(error) && !error.retryable) {
      // The session is gone, or we may not see it any more: nobody is told more than that.
      deps.log.info("follow.ended", { binding: binding.id, thread: this.thread.id, session: this.session, code: error.code });
      this.#ended = true;
      this.#closeTail?.();
      this.onIdle();
      return false;
    }
    deps.log.warn("follow.failed", { binding: binding.id, thread: this.thread.id, session: this.session, error });
    this.#timer("again", backoffMs(++this.#attempt, PAUSE));
    return false;
  }

  #isIdle(): boolean {
    const { view } = this;
    return this.#fold !== undefined && !this.#again && view.active === undefined && view.queue.length === 0 && this.#after >= view.seq;
  }
}

function hasGrowing(view: SessionView): boolean {
  return view.blocks.some((block) => block.type === "text" && !block.done && block.run !== undefined && view.runs[block.run]?.endedAt === undefined);
}

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
