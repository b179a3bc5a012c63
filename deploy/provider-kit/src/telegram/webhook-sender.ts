import type { Update, UpdateQueue } from "./update-queue.js";

/** Seconds of the real server, in its proportions: it begins with a second and doubles. */
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1_000;

export interface Webhook {
  url: string;
  secret: string;
  maxConnections: number;
}

/**
 * Brings updates to a webhook: in order within a chat, chats beside each other, each again until it is answered with 2xx.
 * https://core.telegram.org/bots/api#setwebhook
 */
export class WebhookSender {
  lastError: { date: number; message: string } | undefined;
  readonly #stopped = new AbortController();
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #taken = new Set<number>();

  constructor(
    readonly hook: Webhook,
    private readonly queue: UpdateQueue,
  ) {}

  /** Sends what waits. */
  wake(): void {
    for (const update of this.queue.peek()) {
      if (this.#taken.has(update.update_id)) continue;
      this.#taken.add(update.update_id);
      const lane = chatOf(update);
      this.#lanes.set(
        lane,
        (this.#lanes.get(lane) ?? Promise.resolve()).then(() => this.#bring(update)),
      );
    }
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** One try. Resolves with the status, or undefined when nobody answered. */
  async post(body: string, headers: Record<string, string> = { "x-telegram-bot-api-secret-token": this.hook.secret }): Promise<number | undefined> {
    try {
      const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(10_000)]);
      const response = await fetch(this.hook.url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body, signal });
      await response.arrayBuffer();
      return response.status;
    } catch {
      // Refused, reset or too slow: all the same to the sender, it tries again.
      return undefined;
    }
  }

  async #bring(update: Update): Promise<void> {
    for (let wait = FIRST_RETRY_MS; !this.#stopped.signal.aborted; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      this.queue.give(update);
      const status = await this.post(JSON.stringify(update));
      if (status !== undefined && status >= 200 && status < 300) {
        this.queue.confirm(update);
        this.#taken.delete(update.update_id);
        return this.wake();
      }
      const message = status === undefined ? "Connection failed" : `Wrong response from the webhook: ${status}`;
      this.lastError = { date: Math.floor(Date.now() / 1_000), message };
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

function chatOf(update: Update): string {
  const { message, callback_query: query } = update as { message?: { chat: { id: number } }; callback_query?: { message: { chat: { id: number } } } };
  return String(message?.chat.id ?? query?.message.chat.id ?? "");
}
