import { ApiError, badRequest, tooManyRequests } from "./api-error.js";
import type { Exchange } from "./bot-server.js";
import type { Parameters } from "./parameters.js";
import { type Update, UpdateQueue } from "./update-queue.js";
import { WebhookSender } from "./webhook-sender.js";

/** Longest long poll of the real server, in seconds. */
const LONGEST_POLL = 50;
const WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

/** How updates get to the bot: by polling or by a webhook, one or the other. https://core.telegram.org/bots/api#getting-updates */
export class UpdateMethods {
  readonly queue = new UpdateQueue();
  webhook: WebhookSender | undefined;
  /** Kinds of updates that the bot wants; undefined for the usual ones. */
  allowed: string[] | undefined;
  #cut: (() => void) | undefined;
  #nextId = 500_000;
  /** Before this, of `performance.now()`, no webhook may be set: it is once a second. */
  webhookSettableAt = 0;

  /** Happens now. Kinds that the bot did not ask for are not kept. */
  happen(kind: string, content: unknown): void {
    if (this.allowed && !this.allowed.includes(kind)) return;
    this.queue.add({ update_id: this.#nextId++, [kind]: content });
    this.webhook?.wake();
  }

  /** The next ids begin somewhere else, as they do after a week without updates. */
  jump(id: number): void {
    this.#nextId = id;
  }

  repeat(): Update {
    const update = this.queue.repeat();
    this.webhook?.wake();
    return update;
  }

  /** Drops the connection of the long poll. */
  cut(): void {
    this.#cut?.();
  }

  readonly getUpdates = async (parameters: Parameters, exchange: Exchange): Promise<unknown> => {
    if (this.webhook) throw new ApiError(409, `Conflict: ${WEBHOOK_ACTIVE}`);
    this.#allow(parameters);
    let answered = false;
    this.#cut = exchange.cut;
    exchange.gone.addEventListener("abort", () => answered || this.queue.abandon(), { once: true });
    try {
      return await this.queue.get({
        offset: parameters.number("offset", { default: 0 }),
        limit: parameters.number("limit", { default: 100, min: 1, max: 100 }),
        timeout: parameters.number("timeout", { default: 0, min: 0, max: LONGEST_POLL }),
      });
    } finally {
      answered = true;
    }
  };

  readonly setWebhook = (parameters: Parameters): unknown => {
    const url = parameters.text("url");
    if (url === "") return this.deleteWebhook(parameters);
    if (performance.now() < this.webhookSettableAt) throw tooManyRequests(1);
    this.webhookSettableAt = performance.now() + 1_000;
    if (!URL.canParse(url)) throw badRequest("invalid webhook URL specified");
    const secret = parameters.text("secret_token");
    if (secret.length > 256) throw badRequest("secret token is too long");
    if (!/^[\w-]*$/.test(secret)) throw badRequest("secret token contains unallowed characters");
    this.#allow(parameters);
    this.queue.interrupt("terminated by setWebhook request");
    this.webhook?.stop();
    this.webhook = new WebhookSender({ url, secret, maxConnections: parameters.number("max_connections", { default: 40, min: 1, max: 100 }) }, this.queue);
    this.webhook.wake();
    return true;
  };

  readonly deleteWebhook = (_parameters: Parameters): unknown => {
    this.webhook?.stop();
    this.webhook = undefined;
    return true;
  };

  readonly getWebhookInfo = (): unknown => ({
    url: this.webhook?.hook.url ?? "",
    has_custom_certificate: false,
    pending_update_count: this.queue.size,
    ...(this.webhook?.lastError ? { last_error_date: this.webhook.lastError.date, last_error_message: this.webhook.lastError.message } : {}),
    ...(this.webhook ? { max_connections: this.webhook.hook.maxConnections } : {}),
    ...(this.allowed ? { allowed_updates: this.allowed } : {}),
  });

  #allow(parameters: Parameters): void {
    const allowed = parameters.json<string[]>("allowed_updates");
    if (allowed) this.allowed = allowed.length > 0 ? allowed : undefined;
  }
}
