import { createHash, timingSafeEqual } from "node:crypto";
import type { Clock, Log } from "@open-cowork/core/kernel";
import type { ChatSink, WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import type { Secret } from "@open-cowork/shared";
import { ApiFailure, describe } from "../api/api-failure.js";
import type { BotApi } from "../api/bot-api.js";
import type { Health } from "../health.js";
import type { Taker } from "./taker.js";
import { tellWhy } from "./troubles.js";
import { ALLOWED_UPDATES } from "./update.js";

/** Far more than an update has. */
export const LARGEST_REQUEST = 1_048_576;
/** How often Telegram is asked whether it reaches us. */
const LOOK_MS = 60_000;
/** Errors older than that are over. */
const RECENT_MS = 5 * 60_000;

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
  #cancelLook: () => void = () => undefined;

  constructor(private readonly options: WebhookOptions) {}

  async open(): Promise<void> {
    await this.#set();
    this.#lookLater();
  }

  /** The webhook stays set: Telegram keeps what comes meanwhile for the next process. */
  async close(): Promise<void> {
    this.#stopping.abort();
    this.#cancelLook();
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

  #lookLater(): void {
    if (this.#stopping.signal.aborted) return;
    this.#cancelLook = this.options.clock.after(LOOK_MS, () => void this.#look().finally(() => this.#lookLater()));
  }

  /** Whether Telegram reaches us, and still has our address. */
  async #look(): Promise<void> {
    const { api, clock, log, health, webhook } = this.options;
    try {
      const info = await api.call("getWebhookInfo", (raw, signal) => raw.getWebhookInfo(signal), { signal: this.#stopping.signal });
      health.fine("token", "updates");
      if (info.url === "") await this.#set();
      else if (info.url !== webhook.url)
        return health.trouble(
          "webhook",
          "degraded",
          "Telegram sends the messages of this bot to another address. Stop what set it, then restart this gateway.",
        );
      const failedAt = (info.last_error_date ?? 0) * 1_000;
      if (info.pending_update_count > 0 && clock.now() - failedAt < RECENT_MS)
        return health.trouble(
          "webhook",
          "degraded",
          `Telegram cannot bring ${info.pending_update_count} messages: ${info.last_error_message ?? "no reason given"}`,
        );
      health.fine("webhook");
    } catch (error) {
      if (!(error instanceof ApiFailure) || this.#stopping.signal.aborted) return;
      log.warn("telegram.look_failed", { reason: describe(error.failure) });
      tellWhy(error.failure, health);
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
