import type { Clock, Log } from "@open-cowork/core/kernel";
import { ApiFailure, describe } from "../api/api-failure.js";
import type { BotApi } from "../api/bot-api.js";
import { Backoff } from "../backoff.js";
import type { Health } from "../health.js";
import { chatOf } from "./chat-of.js";
import { Lanes } from "./lanes.js";
import type { Taker } from "./taker.js";
import { tellWhy } from "./troubles.js";
import { Unconfirmed } from "./unconfirmed.js";
import { ALLOWED_UPDATES } from "./update.js";

/** As long as Telegram holds a request open when there is nothing; at most 50. */
const LONG_POLL_S = 30;
/** After a failure: soon it is known whether it is over. Whoever fights us for the messages is back by then. */
const PROBE_S = 3;
/** For the last confirmation. */
const FAREWELL_MS = 1_000;

export interface PollerOptions {
  api: BotApi;
  taker: Taker;
  clock: Clock;
  log: Log;
  health: Health;
  requestTimeoutMs: number;
}

/**
 * Asks Telegram for updates. Each is confirmed once it is stored, and not before. A chat whose updates cannot be stored, or only slowly, holds up no other: up to 100
 * updates may wait. Whatever goes wrong, it tells and tries again. https://core.telegram.org/bots/api#getupdates
 */
export class Poller {
  readonly #stopping = new AbortController();
  readonly #unconfirmed = new Unconfirmed();
  readonly #lanes: Lanes;
  readonly #backoff = new Backoff(250, 30_000);
  /** Between requests while something is not stored. To ask with the same offset within half a second gets one update only. */
  readonly #look = new Backoff(1_000, 4_000);
  #asked: number | undefined;
  #troubled = false;
  #loop: Promise<void> = Promise.resolve();
  #progress: () => void = () => undefined;

  constructor(private readonly options: PollerOptions) {
    this.#lanes = new Lanes(options.clock);
  }

  /** With a webhook set there is no polling: it is removed. What it did not deliver stays. */
  async open(): Promise<void> {
    await this.options.api.call("deleteWebhook", (api, signal) => api.deleteWebhook({ drop_pending_updates: false }, signal));
    this.#loop = this.#run();
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    await this.#lanes.close();
    await this.#farewell();
  }

  async #run(): Promise<void> {
    const { clock, log, health } = this.options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#poll();
        this.#backoff.reset();
        this.#troubled = false;
        health.fine("updates", "token");
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof ApiFailure)) throw error;
        log.warn("telegram.poll_failed", { reason: describe(error.failure) });
        this.#troubled = true;
        tellWhy(error.failure, health);
        const asked = error.failure.kind === "answered" ? (error.failure.retryAfterMs ?? 0) : 0;
        await this.#pause(clock.sleep(Math.max(asked, this.#backoff.next()), signal));
        continue;
      }
      if (!this.#unconfirmed.settled) await this.#pause(this.#settle());
    }
  }

  async #poll(): Promise<void> {
    const offset = this.#unconfirmed.offset();
    const patience = this.#troubled ? PROBE_S : LONG_POLL_S;
    const timeout = this.#unconfirmed.settled ? patience : 0;
    this.#asked = offset;
    const updates = await this.options.api.call(
      "getUpdates",
      (api, signal) => api.getUpdates({ offset, limit: 100, timeout, allowed_updates: ALLOWED_UPDATES }, signal),
      { signal: this.#stopping.signal, timeoutMs: timeout * 1_000 + this.options.requestTimeoutMs },
    );
    this.#unconfirmed.received(
      offset,
      updates.map(({ update_id: id }) => id),
    );
    for (const update of updates) if (this.#unconfirmed.isNew(update.update_id)) this.#hand(update.update_id, update);
    if (this.#unconfirmed.settled) this.#look.reset();
  }

  #hand(id: number, update: unknown): void {
    const chat = chatOf(update);
    if (!this.#lanes.isOpen(chat)) return;
    this.#unconfirmed.mark(id, "taken");
    this.#look.reset();
    void this.#lanes
      .run(chat, () => this.options.taker.take(update))
      .then((stored) => {
        if (stored) this.#unconfirmed.mark(id, "stored");
        else this.#unconfirmed.drop(id);
        this.#progress();
      });
  }

  /** Until everything is stored, or it is time to look whether others have said something. */
  async #settle(): Promise<void> {
    const { clock } = this.options;
    const patience = new AbortController();
    const signal = AbortSignal.any([patience.signal, this.#stopping.signal]);
    this.#progress = () => void (this.#unconfirmed.settled && patience.abort());
    await clock.sleep(this.#look.next(), signal);
  }

  /** A pause that ended early is over too. */
  async #pause(pause: Promise<void>): Promise<void> {
    await pause.catch(() => undefined);
  }

  /** What was stored last is confirmed, so that the next process is not given it again; if that does not work it is, and knows it. */
  async #farewell(): Promise<void> {
    const offset = this.#unconfirmed.offset();
    // The request that was called off had told it.
    if (offset === undefined || offset === this.#asked) return;
    try {
      await this.options.api.call("getUpdates", (api, signal) => api.getUpdates({ offset, limit: 1, timeout: 0, allowed_updates: ALLOWED_UPDATES }, signal), {
        timeoutMs: FAREWELL_MS,
      });
    } catch (error) {
      this.options.log.info("telegram.not_confirmed", { reason: error instanceof ApiFailure ? describe(error.failure) : "unknown" });
    }
  }
}
