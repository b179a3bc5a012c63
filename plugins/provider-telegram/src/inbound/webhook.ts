import { createHash, timingSafeEqual } from "node:crypto";
import type { Clock, Log } from "@open-cowork/core/kernel";
import type { ChatSink, WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import type { Secret } from "@open-cowork/shared";
import { ApiFailure } from "../api/api-failure.js";
import type { BotApi } from "../api/bot-api.js";
import type { Health } from "../health.js";
import type { Taker } from "./taker.js";
import { ALLOWED_UPDATES } from "./update.js";
import { WebhookWatch } from "./webhook-watch.js";

/** Far more than an update has. */
export const LARGEST_REQUEST = 1_048_576;

export interface WebhookOptions {
  api: BotApi;
  taker: Taker;
  sink: ChatSink;
  clock: Clock;
  log: Log;
  health: Health;
  webhook: { secret: Secret; url: string };
}

/** Takes updates that Telegram brings. An answer other than 2xx makes it bring them again, in the order of each chat. https://core.telegram.org/bots/api#setwebhook */
export class WebhookConnection {
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  readonly #watch: WebhookWatch;

  constructor(private readonly options: WebhookOptions) {
    this.#watch = new WebhookWatch({ ...options, url: options.webhook.url, set: () => this.#set() });
  }

  async open(): Promise<void> {
    await this.#set();
    this.#watch.start();
  }

  /** The webhook stays set: Telegram keeps what comes meanwhile for the next process. */
  async close(): Promise<void> {
    this.#stopping.abort();
    this.#watch.stop();
    await Promise.allSettled(this.#running);
  }

  async receive({ method, headers, body }: WebhookRequest): Promise<WebhookAnswer> {
    if (!isGenuine(headers["x-telegram-bot-api-secret-token"], this.options.webhook.secret)) {
      this.options.sink.refused("signature");
      return { status: 401 };
    }
    if (method !== "POST") return { status: 405, headers: { allow: "POST" } };
    if (body.byteLength > LARGEST_REQUEST) return { status: 413 };
    if (this.#stopping.signal.aborted) return { status: 503, headers: { "retry-after": "1" } };
    const update = parse(body);
    if (update === undefined) return { status: 400 };
    const work = this.options.taker.take(update);
    this.#running.add(work);
    try {
      await work;
      return { status: 200 };
    } catch {
      // The taker has told of it.
      return { status: 503, headers: { "retry-after": "1" } };
    } finally {
      this.#running.delete(work);
    }
  }

  /** Telegram takes this once a second. */
  async #set(): Promise<void> {
    const { api, clock, webhook } = this.options;
    for (let tries = 1; ; tries++) {
      try {
        await api.call("setWebhook", (raw, signal) =>
          raw.setWebhook({ url: webhook.url, secret_token: webhook.secret.reveal(), allowed_updates: ALLOWED_UPDATES }, signal),
        );
        return;
      } catch (error) {
        const wait = error instanceof ApiFailure && error.failure.kind === "answered" ? error.failure.retryAfterMs : undefined;
        if (wait === undefined || tries === 3) throw error;
        await clock.sleep(wait, this.#stopping.signal);
      }
    }
  }
}

/** Compares digests, so that the time it takes tells nothing. */
function isGenuine(given: string | undefined, secret: Secret): boolean {
  if (given === undefined) return false;
  return timingSafeEqual(createHash("sha256").update(given).digest(), createHash("sha256").update(secret.reveal()).digest());
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
