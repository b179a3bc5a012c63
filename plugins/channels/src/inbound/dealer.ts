import type { InboundRecord } from "@open-cowork/shared";
import { isAppError } from "@open-cowork/shared";
import { backoffMs } from "../backoff.js";
import type { Served } from "../served.js";

const PAGE = 200;
const PAUSE = { firstMs: 500, mostMs: 30_000 };
/** An event that fails in a way nobody foresaw is not tried for ever: others of its conversation wait behind it. */
const UNFORESEEN_TRIES = 5;

/** Deals with one event and tells how in a word. May be called again for the same one: all it does carries the record's id. */
export type Deal = (record: InboundRecord) => Promise<string>;

/** Stored events, dealt with one after the other in each conversation and in several conversations at the same time. */
export class Dealer {
  readonly #queues = new Map<string, InboundRecord[]>();
  readonly #ready: string[] = [];
  readonly #known = new Set<string>();
  #active = 0;
  #loading = false;
  #more = false;
  #idle: (() => void)[] = [];

  constructor(
    private readonly served: Served,
    private readonly deal: Deal,
    /** It cannot be dealt with, for a reason that people may be told. */
    private readonly onFailed: (record: InboundRecord, reason: unknown) => Promise<void>,
  ) {}

  /** There may be new ones. */
  poke(): void {
    this.#more = true;
    if (!this.#loading) void this.#load();
  }

  /** Resolves when nothing is being dealt with. */
  async idle(): Promise<void> {
    if (this.#active > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #load(): Promise<void> {
    this.#loading = true;
    const { deps, binding, signal } = this.served;
    for (let attempt = 1; this.#more && !this.#isFull && !signal.aborted; ) {
      this.#more = false;
      try {
        await this.#loadPages();
        attempt = 1;
      } catch (error) {
        deps.log.warn("inbound.pending_failed", { binding: binding.id, error });
        this.#more = true;
        await deps.clock.sleep(backoffMs(attempt++, PAUSE), signal).catch(() => undefined);
      }
    }
    this.#loading = false;
  }

  /** Everything that waits, as far as there is room: what waits is in the store, and a crowd of it need not be in memory. */
  async #loadPages(): Promise<void> {
    const { deps, ctx, binding } = this.served;
    for (let after: string | undefined; !this.#isFull; ) {
      const page = await deps.inbound.pending(ctx, binding.id, { limit: PAGE, ...(after === undefined ? {} : { after }) });
      for (const record of page) this.#enqueue(record);
      if (page.length < PAGE) return;
      after = page.at(-1)!.id;
    }
    this.#more = true;
  }

  get #isFull(): boolean {
    return this.#known.size >= PAGE * 2;
  }

  #enqueue(record: InboundRecord): void {
    if (this.#known.has(record.id)) return;
    this.#known.add(record.id);
    const { chat, topic } = record.event.conversation;
    const place = JSON.stringify([chat, topic]);
    const queue = this.#queues.get(place);
    if (queue) queue.push(record);
    else {
      this.#queues.set(place, [record]);
      this.#ready.push(place);
    }
    this.#begin();
  }

  #begin(): void {
    while (this.#active < this.served.config.conversations && this.#ready.length > 0 && !this.served.signal.aborted) {
      const place = this.#ready.shift()!;
      this.#active += 1;
      void this.#one(place).finally(() => {
        this.#active -= 1;
        if (this.#active === 0) for (const resolve of this.#idle.splice(0)) resolve();
        this.#begin();
      });
    }
  }

  /** The first event of a conversation; then it is another conversation's turn. */
  async #one(place: string): Promise<void> {
    const queue = this.#queues.get(place)!;
    const record = queue[0]!;
    const done = await this.#dealWith(record);
    if (!done) return;
    queue.shift();
    this.#known.delete(record.id);
    if (queue.length > 0) this.#ready.push(place);
    else this.#queues.delete(place);
    if (this.#more && !this.#loading && !this.#isFull) void this.#load();
  }

  async #dealWith(record: InboundRecord): Promise<boolean> {
    const { deps, ctx, binding, signal } = this.served;
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        const outcome = await this.#outcome(record, attempt);
        await deps.inbound.complete(ctx, binding.id, record.id, outcome);
        return true;
      } catch (error) {
        if (signal.aborted) return false;
        deps.log.warn("inbound.deal_failed", { binding: binding.id, record: record.id, attempt, error });
        await deps.clock.sleep(backoffMs(attempt, PAUSE), signal).catch(() => undefined);
      }
    }
    return false;
  }

  async #outcome(record: InboundRecord, attempt: number): Promise<string> {
    try {
      return await this.deal(record);
    } catch (error) {
      const later = isAppError(error) ? error.retryable : attempt < UNFORESEEN_TRIES;
      if (later) throw error;
      await this.onFailed(record, error);
      return `failed:${isAppError(error) ? error.code : "internal"}`;
    }
  }
}
