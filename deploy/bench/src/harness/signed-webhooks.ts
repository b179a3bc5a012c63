import { createHmac, randomBytes } from "node:crypto";
import { writePlan } from "../stub-runtime/stub-plan.js";

export interface SignedWebhook {
  key: string;
  headers: Record<string, string>;
  body: string;
}

/** Messages of many people, each in a conversation of their own, signed by Standard Webhooks. */
export class SignedWebhooks {
  readonly secret: string;
  readonly #key = randomBytes(32);
  #made = 0;

  constructor(private readonly people: number) {
    this.secret = `whsec_${this.#key.toString("base64")}`;
  }

  /** Ids of the people who write. */
  ids(): string[] {
    return Array.from({ length: this.people }, (_, i) => `person-${i}`);
  }

  /** The next message; people take turns. Its prompt carries its key, so that it can be found again. */
  next(): SignedWebhook {
    const number = this.#made++;
    const key = `message-${number}`;
    const id = `person-${number % this.people}`;
    const body = JSON.stringify({
      type: "message",
      conversation: { chat: `chat-of-${id}`, kind: "direct" },
      person: { id, name: id },
      text: writePlan({ texts: 1, everyMs: 0, key }),
    });
    const time = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", this.#key).update(`${key}.${time}.${body}`).digest("base64");
    return {
      key,
      headers: { "content-type": "application/json", "webhook-id": key, "webhook-timestamp": time, "webhook-signature": `v1,${signature}` },
      body,
    };
  }
}
