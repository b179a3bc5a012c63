import { ApiError } from "./api-error.js";

/** An update as the Bot API gives it out; its content is of no interest here. https://core.telegram.org/bots/api#update */
export interface Update extends Record<string, unknown> {
  update_id: number;
}

interface LongPoll {
  resolve(updates: Update[]): void;
  reject(error: ApiError): void;
  limit: number;
  timer: NodeJS.Timeout;
}

const conflict = (what: string): ApiError => new ApiError(409, `Conflict: ${what}`);

/** Updates that the bot has not confirmed yet, and the one long poll that may wait for them. https://core.telegram.org/bots/api#getupdates */
export class UpdateQueue {
  #waiting: Update[] = [];
  /** Ids that are given out once more although they were confirmed. */
  readonly #again = new Set<number>();
  #poll: LongPoll | undefined;
  #previous = { offset: Number.NaN, at: 0 };
  #last: Update | undefined;

  get size(): number {
    return this.#waiting.length;
  }

  /** The one that was given out last. */
  get last(): Update | undefined {
    return this.#last;
  }

  /** Whether a long poll waits now. */
  get polled(): boolean {
    return this.#poll !== undefined;
  }

  add(update: Update): void {
    this.#waiting.push(update);
    this.#wake();
  }

  /** The last update is given out again, whether it was confirmed or not. */
  repeat(): Update {
    const last = this.#last;
    if (!last) throw new Error("nothing was delivered yet");
    if (!this.#waiting.includes(last)) this.#waiting = [...this.#waiting, last].sort((a, b) => a.update_id - b.update_id);
    this.#again.add(last.update_id);
    this.#wake();
    return last;
  }

  /** Those that wait now, oldest first, without confirming anything. */
  peek(): readonly Update[] {
    return this.#waiting;
  }

  /** It is being brought to the bot. */
  give(update: Update): void {
    this.#last = update;
    this.#again.delete(update.update_id);
  }

  /** It has arrived, unless it was to be given out again since. */
  confirm(update: Update): void {
    if (!this.#again.has(update.update_id)) this.#waiting = this.#waiting.filter((other) => other !== update);
  }

  /**
   * Confirms all below `offset` and gives what comes from there; waits for it up to `timeout` seconds. Whoever waits already is sent away with 409. To ask with the same
   * offset again within half a second gets one update at a time, and within three seconds waits for three, as with the real server.
   */
  get(ask: { offset: number; limit: number; timeout: number }): Promise<Update[]> {
    this.interrupt("terminated by other getUpdates request; make sure that only one bot instance is running");
    const now = performance.now();
    const hasty = ask.offset === this.#previous.offset ? now - this.#previous.at : Number.POSITIVE_INFINITY;
    this.#previous = { offset: ask.offset, at: now };
    if (ask.offset > 0) this.#waiting = this.#waiting.filter((update) => update.update_id >= ask.offset || this.#again.has(update.update_id));
    const limit = hasty < 500 ? 1 : ask.limit;
    const timeout = hasty < 3_000 ? Math.max(3, ask.timeout) : ask.timeout;
    if (this.#waiting.length > 0 || timeout === 0) return Promise.resolve(this.#take(limit));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#answer([]), timeout * 1_000);
      this.#poll = { resolve, reject, limit, timer };
    });
  }

  /** Sends the one that waits away. */
  interrupt(why: string): void {
    const poll = this.#poll;
    if (!poll) return;
    clearTimeout(poll.timer);
    this.#poll = undefined;
    poll.reject(conflict(why));
  }

  /** The one that waits has hung up: what comes now is for the next. */
  abandon(): void {
    if (this.#poll) clearTimeout(this.#poll.timer);
    this.#poll = undefined;
  }

  #wake(): void {
    if (this.#poll) this.#answer(this.#take(this.#poll.limit));
  }

  #answer(updates: Update[]): void {
    const poll = this.#poll;
    if (!poll) return;
    clearTimeout(poll.timer);
    this.#poll = undefined;
    poll.resolve(updates);
  }

  #take(limit: number): Update[] {
    const taken = this.#waiting.slice(0, limit);
    this.#last = taken.at(-1) ?? this.#last;
    for (const update of taken) this.#again.delete(update.update_id);
    return taken;
  }
}
