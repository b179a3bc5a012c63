import { type InboundRecord, isAppError } from "@open-cowork/shared";
import { backoffMs } from "../backoff.js";
import { Repeat } from "../repeat.js";
import { rest } from "../rest.js";
import type { Served } from "../served.js";
import { Lanes } from "./lanes.js";

const PAGE = 200;
/** In memory at most; what waits beyond it is safe in the store. */
const MOST = 400;
const PAUSE = { firstMs: 500, mostMs: 30_000 };
/** An event that fails in a way nobody foresaw is not tried for ever: others of its conversation wait behind it. */
const UNFORESEEN_TRIES = 5;

/** Who deals with events. Both may be called again for the same record: all they do carries its id. */
export interface Deals {
  /** How it was dealt with, in a word; undefined where that is not over: whoever ends it completes the record. */
  deal(record: InboundRecord): Promise<string | undefined>;
  /** It cannot be dealt with: tells the person, as far as they may know. */
  failed(record: InboundRecord, error: unknown): Promise<void>;
}

/** Stored events, dealt with one after the other in each conversation and in several conversations at the same time. */
export class Dealer {
  readonly #lanes: Lanes<InboundRecord>;
  /** In hand, so that reading them again deals with nothing twice. */
  readonly #known = new Set<string>();
  /** Dealt with since the read under way began: it may still tell of them. */
  readonly #done = new Set<string>();
  #waiting = 0;
  readonly #reading = new Repeat(() => this.#read());
  /** There may be more in the store than was read. */
  #more = false;

  constructor(
    private readonly served: Served,
    private readonly deals: Deals,
    private readonly onDealt: (outcome: string) => void,
  ) {
    this.#lanes = new Lanes(served.config.conversations, (record) => this.#work(record));
  }

  /** There may be new ones. */
  poke(): void {
    this.#more = true;
    void this.#reading.ask();
  }

  /** Resolves when nothing is being dealt with. */
  async idle(): Promise<void> {
    await Promise.all([this.#lanes.stop(), this.#reading.idle()]);
  }

  async #read(): Promise<void> {
    const { deps, log, signal } = this.served;
    for (let attempt = 1; this.#more && !this.#isFull && !signal.aborted; ) {
      this.#more = false;
      this.#done.clear();
      try {
        await this.#readPages();
        attempt = 1;
      } catch (error) {
        log.warn("inbound.pending_failed", { error });
        this.#more = true;
        await rest(deps.clock, backoffMs(attempt++, PAUSE), signal);
      }
    }
  }

  /** From the beginning each time: what is in hand is skipped, and the order of the store needs no cursor that outlives a read. */
  async #readPages(): Promise<void> {
    const { deps, ctx, binding, signal } = this.served;
    for (let after: string | undefined; !this.#isFull && !signal.aborted; ) {
      const page = await deps.inbound.pending(ctx, binding.id, { limit: PAGE, ...(after === undefined ? {} : { after }) });
      for (const record of page) this.#take(record);
      if (page.length < PAGE) return;
      after = page.at(-1)!.id;
    }
    this.#more = true;
  }

  get #isFull(): boolean {
    return this.#waiting >= MOST;
  }

  #take(record: InboundRecord): void {
    if (this.#known.has(record.id) || this.#done.has(record.id) || this.served.signal.aborted) return;
    this.#known.add(record.id);
    this.#waiting += 1;
    const { chat, topic = "" } = record.event.conversation;
    this.#lanes.add(JSON.stringify([chat, topic]), record);
  }

  async #work(record: InboundRecord): Promise<void> {
    const isOver = await this.#untilDealt(record);
    this.#waiting -= 1;
    if (isOver) {
      this.#done.add(record.id);
      this.#known.delete(record.id);
    }
    if (this.#more) this.poke();
  }

  /** Answers whether the record is complete. */
  async #untilDealt(record: InboundRecord): Promise<boolean> {
    const { deps, ctx, binding, log, signal } = this.served;
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        const outcome = await this.#outcome(record, attempt);
        if (outcome === undefined) return false;
        await deps.inbound.complete(ctx, binding.id, record.id, outcome);
        this.onDealt(outcome);
        log.debug("inbound.dealt", { record: record.id, outcome });
        return true;
      } catch (error) {
        if (signal.aborted) return false;
        log.warn("inbound.deal_failed", { record: record.id, attempt, error });
        const wait = isAppError(error) ? (error.retryAfterMs ?? 0) : 0;
        await rest(deps.clock, Math.max(wait, backoffMs(attempt, PAUSE)), signal);
      }
    }
    return false;
  }

  async #outcome(record: InboundRecord, attempt: number): Promise<string | undefined> {
    try {
      return await this.deals.deal(record);
    } catch (error) {
      const foreseen = isAppError(error) && error.kind !== "internal";
      if (this.served.signal.aborted || (foreseen ? error.retryable : attempt < UNFORESEEN_TRIES)) throw error;
      this.served.log.error("inbound.given_up", { record: record.id, attempt, error });
      await this.deals.failed(record, error);
      return `failed:${isAppError(error) ? error.code : "internal"}`;
    }
  }
}
