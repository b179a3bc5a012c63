import type { ChatPerson, Conversation } from "@open-cowork/shared";
import { newId } from "@open-cowork/shared";
import { Webhook } from "standardwebhooks";

/** What the other side tells: see docs/channels/webhook.md. */
export interface PeerEvent {
  type: "message" | "press";
  conversation: Conversation;
  person: ChatPerson;
  [field: string]: unknown;
}
interface Posted {
  id: string;
  body: string;
}

/** What was not taken is sent again after this time. */
const AGAIN_MS = 10;
const STALE_MS = 10 * 60_000;

/** Requests to the provider: signed, of one conversation one after the other, and sent until they are taken. */
export class PeerFeed {
  readonly #waiting = new Map<string, Posted[]>();
  readonly #running = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  #last: { room: string; posted: Posted } | undefined;
  #lastHeaders: Record<string, string> = {};

  constructor(
    private readonly webhook: Webhook,
    private readonly target: () => string,
  ) {}

  get unacknowledged(): number {
    return [...this.#waiting.values()].reduce((sum, posts) => sum + posts.length, 0);
  }

  add(event: PeerEvent): void {
    const { chat, topic } = event.conversation;
    this.#push(JSON.stringify([chat, topic]), { id: `msg_${newId()}`, body: JSON.stringify(event) });
  }

  /** The last one once more, as it was but for its time. */
  redeliver(): void {
    if (this.#last) this.#push(this.#last.room, this.#last.posted);
  }

  async forge(how: "unsigned" | "wrong" | "stale" | "replayed", event: PeerEvent): Promise<number> {
    if (how === "replayed") return this.#post((this.#last as { posted: Posted }).posted.body, this.#lastHeaders);
    const posted = { id: `msg_${newId()}`, body: JSON.stringify(event) };
    const by = how === "wrong" ? new Webhook(Buffer.alloc(32, 7).toString("base64")) : this.webhook;
    const headers = signed(by, posted, how === "stale" ? Date.now() - STALE_MS : Date.now());
    return this.#post(posted.body, how === "unsigned" ? { "content-type": "application/json" } : headers);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#running);
  }

  #push(room: string, posted: Posted): void {
    this.#last = { room, posted };
    const posts = this.#waiting.get(room) ?? [];
    posts.push(posted);
    this.#waiting.set(room, posts);
    if (posts.length > 1) return;
    const running = this.#run(room, posts).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #run(room: string, posts: Posted[]): Promise<void> {
    while (posts[0] && !this.#closing.signal.aborted) {
      const headers = signed(this.webhook, posts[0], Date.now());
      this.#lastHeaders = headers;
      const status = await this.#post(posts[0].body, headers).catch(() => 0);
      if (status >= 200 && status < 300) posts.shift();
      else await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
    this.#waiting.delete(room);
  }

  async #post(body: string, headers: Record<string, string>): Promise<number> {
    const response = await fetch(this.target(), { method: "POST", headers, body, signal: this.#closing.signal });
    await response.arrayBuffer();
    return response.status;
  }
}

function signed(webhook: Webhook, { id, body }: Posted, at: number): Record<string, string> {
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at / 1_000)),
    "webhook-signature": webhook.sign(id, new Date(at), body),
  };
}
