import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { nowMs } from "@open-cowork/testkit/stamp";
import type { SignedWebhook, SignedWebhooks } from "./signed-webhooks.js";

export const CONNECTIONS = 64;

export interface Load {
  /** From when a request was due until its answer. */
  latenciesMs: number[];
  tookMs: number;
}

/** Sends messages to one receiver over 64 kept-alive connections. Every answer must be a 2xx. */
export class WebhookLoad {
  /** Keys of the messages that the receiver has taken. */
  readonly taken: string[] = [];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  constructor(
    private readonly url: string,
    private readonly messages: SignedWebhooks,
  ) {}

  /** As many as it takes: each connection sends its next message when the last was answered. */
  async flood(forMs: number): Promise<Load> {
    const started = nowMs();
    const latenciesMs: number[] = [];
    const connection = async () => {
      while (nowMs() < started + forMs) latenciesMs.push(await this.#sendNext(nowMs()));
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
    return { latenciesMs, tookMs: nowMs() - started };
  }

  /** That many a second, whether the receiver keeps up or not; what waits for a free connection counts as waiting. */
  async steady({ perSecond, forMs }: { perSecond: number; forMs: number }): Promise<Load> {
    const started = nowMs();
    const sent: Promise<number>[] = [];
    const total = Math.round((perSecond * forMs) / 1000);
    while (sent.length < total) {
      const due = Math.min(total, Math.floor(((nowMs() - started) * perSecond) / 1000) + 1);
      while (sent.length < due) sent.push(this.#sendNext(started + (sent.length * 1000) / perSecond));
      await sleep(1);
    }
    const latenciesMs = await Promise.all(sent);
    return { latenciesMs, tookMs: nowMs() - started };
  }

  /** One message. Resolves with the status: until the receiver is ready it may be any. */
  async probe(): Promise<number> {
    const message = this.messages.next();
    const status = await this.#send(message);
    if (isTaken(status)) this.taken.push(message.key);
    return status;
  }

  close(): void {
    this.#agent.destroy();
  }

  async #sendNext(dueAt: number): Promise<number> {
    const status = await this.probe();
    if (!isTaken(status)) throw new Error(`${this.url} answered a webhook with ${status}`);
    return nowMs() - dueAt;
  }

  #send({ headers, body }: SignedWebhook): Promise<number> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        this.url,
        { method: "POST", agent: this.#agent, headers: { ...headers, "content-length": Buffer.byteLength(body) } },
        (response) => {
          response.resume();
          response.once("end", () => resolve(response.statusCode ?? 0));
          response.once("error", reject);
        },
      );
      outgoing.once("error", reject);
      outgoing.end(body);
    });
  }
}

export function isTaken(status: number): boolean {
  return status >= 200 && status < 300;
}
