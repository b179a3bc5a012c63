import type { Clock, Log } from "@open-cowork/core/kernel";
import { ApiFailure, describe } from "../api/api-failure.js";
import type { BotApi } from "../api/bot-api.js";
import type { Health } from "../health.js";
import { tellWhy } from "./troubles.js";

/** How often Telegram is asked whether it reaches us. */
const LOOK_MS = 60_000;
/** Errors older than that are over. */
const RECENT_MS = 5 * 60_000;

export interface WebhookWatchOptions {
  api: BotApi;
  clock: Clock;
  log: Log;
  health: Health;
  url: string;
  /** Sets the webhook. @throws ApiFailure */
  set(): Promise<void>;
}

/** Looks now and then whether Telegram reaches us and still has our address: with a webhook nothing else would show it. https://core.telegram.org/bots/api#webhookinfo */
export class WebhookWatch {
  readonly #stopping = new AbortController();
  #cancel: () => void = () => undefined;

  constructor(private readonly options: WebhookWatchOptions) {}

  start(): void {
    if (this.#stopping.signal.aborted) return;
    this.#cancel = this.options.clock.after(LOOK_MS, () => void this.#look().finally(() => this.start()));
  }

  stop(): void {
    this.#stopping.abort();
    this.#cancel();
  }

  async #look(): Promise<void> {
    const { log, health } = this.options;
    try {
      const trouble = await this.#trouble();
      health.fine("token", "updates");
      if (trouble === undefined) health.fine("webhook");
      else health.trouble("webhook", "degraded", trouble);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      if (!(error instanceof ApiFailure)) throw error;
      log.warn("telegram.look_failed", { reason: describe(error.failure) });
      tellWhy(error.failure, health);
    }
  }

  async #trouble(): Promise<string | undefined> {
    const { api, clock, url, set } = this.options;
    const info = await api.call("getWebhookInfo", (raw, signal) => raw.getWebhookInfo(signal), { signal: this.#stopping.signal });
    if (info.url === "") await set();
    else if (info.url !== url) return "Telegram sends the messages of this bot to another address. Stop what set it, then restart this gateway.";
    const isRecent = clock.now() - (info.last_error_date ?? 0) * 1_000 < RECENT_MS;
    if (info.pending_update_count === 0 || !isRecent) return undefined;
    return `Telegram cannot bring ${info.pending_update_count} messages: ${info.last_error_message ?? "no reason given"}`;
  }
}
