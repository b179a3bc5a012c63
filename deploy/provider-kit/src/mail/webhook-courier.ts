import { createHmac, randomUUID } from "node:crypto";
import { Turns, type WebhookAnswer, type WebhookRequest } from "@open-cowork/core/transport";

export interface SignedRequest {
  id: string;
  /** Seconds since the epoch. */
  timestamp: number;
  body: Uint8Array;
}

/** Brings mail by signed requests, in order, and comes again until it is taken, as senders of webhooks do. */
export class WebhookCourier {
  handler: ((request: WebhookRequest) => Promise<WebhookAnswer>) | undefined;
  /** Sent last, as it was. */
  last: WebhookRequest | undefined;
  /** Mails that were not taken yet. */
  waiting = 0;
  readonly #turns = new Turns();
  /** The request that is out now, and whether it was taken. */
  #out: Promise<boolean> | undefined;
  #wake: (() => void) | undefined;
  #closed = false;

  constructor(private readonly secret: string) {}

  /** Those of one line in order, others at the same time. */
  deliver(body: Uint8Array, line: string): void {
    this.waiting++;
    const brought = this.#turns.run(line, () => this.#bring({ id: randomUUID(), body }));
    void brought.finally(() => this.waiting--);
  }

  /** Comes again at once with what was not taken, once it is known. @returns whether there is such */
  async again(): Promise<boolean> {
    const taken = await this.#out;
    if (taken !== false || !this.#wake) return false;
    this.#wake();
    return true;
  }

  /** A request with a genuine signature. */
  sign({ id, timestamp, body }: SignedRequest): WebhookRequest {
    const key = Buffer.from(this.secret.replace(/^whsec_/, ""), "base64");
    const signature = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
    return request({ "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": `v1,${signature}` }, body);
  }

  /** Sends what is not genuine: without a signature, with another body than was signed, signed ten minutes ago, or a copy of what came last. */
  async forge(how: "unsigned" | "wrong" | "stale" | "replayed", body: Uint8Array): Promise<number> {
    const now = Math.floor(Date.now() / 1_000);
    const signed = (timestamp: number, content = body) => this.sign({ id: randomUUID(), timestamp, body: content });
    const forged = {
      unsigned: () => request({}, body),
      wrong: () => ({ ...signed(now, Buffer.from("something else")), body }),
      stale: () => signed(now - 600),
      replayed: () => this.last ?? request({}, body),
    }[how]();
    return (await this.handler?.(forged))?.status ?? 503;
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  async #bring({ id, body }: Omit<SignedRequest, "timestamp">): Promise<void> {
    while (!this.#closed) {
      this.last = this.sign({ id, timestamp: Math.floor(Date.now() / 1_000), body });
      const answer = this.handler?.(this.last) ?? Promise.resolve({ status: 503 });
      this.#out = answer.then(({ status }) => status < 500);
      if (await this.#out) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, RETRY_MS);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
  }
}

const RETRY_MS = 300;

function request(headers: Record<string, string>, body: Uint8Array): WebhookRequest {
  return { method: "POST", headers: { "content-type": "message/rfc822", ...headers }, query: {}, body, remote: "127.0.0.1" };
}
