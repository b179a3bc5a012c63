import type { Clock, Log } from "@open-cowork/core/kernel";
import type { ChatSink, WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import type { BotApi } from "./api/bot-api.js";
import type { TelegramOptions } from "./config.js";
import { Health } from "./health.js";
import type { Self } from "./inbound/mentions.js";
import { Poller } from "./inbound/poller.js";
import { Taker } from "./inbound/taker.js";
import { WebhookConnection } from "./inbound/webhook.js";

/** What is there from a start to the stop that ends it. */
export class Life {
  readonly health: Health;
  readonly #webhook: WebhookConnection | undefined;
  readonly #poller: Poller | undefined;

  constructor(options: TelegramOptions & { api: BotApi; sink: ChatSink; self: Self; clock: Clock; log: Log }) {
    const { sink, webhook } = options;
    this.health = new Health((report) => sink.health(report));
    const parts = { ...options, health: this.health, taker: new Taker({ ...options, health: this.health }) };
    if (webhook) this.#webhook = new WebhookConnection({ ...parts, webhook });
    else this.#poller = new Poller(parts);
  }

  /** Resolves when updates can come in. @throws ApiFailure */
  async open(): Promise<void> {
    await (this.#webhook ?? this.#poller)?.open();
    this.health.fine("token");
  }

  /** Takes no more; resolves when what was taken is done. */
  async close(): Promise<void> {
    await (this.#webhook ?? this.#poller)?.close();
  }

  receive(request: WebhookRequest): Promise<WebhookAnswer> | undefined {
    return this.#webhook?.receive(request);
  }
}
