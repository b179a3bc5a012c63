import { createHmac } from "node:crypto";
import type { WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import type { WebSocket } from "ws";

export interface SlackEnvelope {
  /** Of Socket Mode; over HTTP it decides the content type. */
  type: "events_api" | "interactive" | "slash_commands";
  payload: Record<string, unknown>;
}

const AGAIN_MS = 20;
const UNANSWERED_MS = 250;

/** Events on their way to the app, one after the other by conversation; those that are not answered come again, as Slack's do. */
export class EventFeed {
  #sockets = new Set<WebSocket>();
  readonly #waiting: { envelope: SlackEnvelope; attempt: number }[] = [];
  #answered = new Map<string, () => void>();
  #count = 0;
  #running = false;
  #closed = false;
  #last: SlackEnvelope | undefined;
  #changed: () => void = () => undefined;

  constructor(private readonly http: { secret: string; deliver(request: WebhookRequest): Promise<WebhookAnswer> } | undefined) {}

  add(envelope: SlackEnvelope): void {
    this.#last = envelope;
    this.#waiting.push({ envelope, attempt: 0 });
    void this.#run();
  }

  redeliver(): void {
    if (this.#last) this.#waiting.push({ envelope: this.#last, attempt: 1 });
    void this.#run();
  }

  connect(socket: WebSocket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("message", (data) => {
      const { envelope_id: id } = JSON.parse(String(data)) as { envelope_id?: string };
      if (id !== undefined) this.#answered.get(id)?.();
    });
    socket.send(JSON.stringify({ type: "hello", num_connections: 1, connection_info: { app_id: "A1" }, debug_info: {} }));
    this.#changed();
  }

  interrupt(): void {
    for (const socket of this.#sockets) socket.terminate();
    this.#sockets.clear();
  }

  close(): void {
    this.#closed = true;
    this.interrupt();
    this.#changed();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.#waiting.length > 0 && !this.#closed) {
      const next = this.#waiting[0]!;
      if (await this.#deliver(next.envelope, next.attempt)) this.#waiting.shift();
      else {
        next.attempt += 1;
        await pause(AGAIN_MS);
      }
    }
    this.#running = false;
  }

  async #deliver(envelope: SlackEnvelope, attempt: number): Promise<boolean> {
    if (this.http) return (await this.http.deliver(signed(envelope, this.http.secret, attempt)).catch(() => ({ status: 500 }))).status === 200;
    const [socket] = this.#sockets;
    if (!socket) {
      await Promise.race([new Promise<void>((resolve) => (this.#changed = resolve)), pause(UNANSWERED_MS)]);
      return false;
    }
    const id = `E${++this.#count}`;
    const answered = new Promise<boolean>((resolve) => {
      this.#answered.set(id, () => resolve(true));
      socket.once("close", () => resolve(false));
      void pause(UNANSWERED_MS).then(() => resolve(false));
    });
    socket.send(
      JSON.stringify({
        ...envelope,
        envelope_id: id,
        accepts_response_payload: envelope.type !== "events_api",
        retry_attempt: attempt,
        retry_reason: attempt > 0 ? "timeout" : "",
      }),
    );
    const done = await answered;
    this.#answered.delete(id);
    return done;
  }
}

/** A request as Slack signs it: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signed({ type, payload }: SlackEnvelope, secret: string, attempt: number, at = Math.floor(Date.now() / 1_000)): WebhookRequest {
  const isForm = type !== "events_api";
  const form = type === "slash_commands" ? new URLSearchParams(payload as Record<string, string>) : new URLSearchParams({ payload: JSON.stringify(payload) });
  const body = Buffer.from(isForm ? form.toString() : JSON.stringify(payload));
  const signature = `v0=${createHmac("sha256", secret).update(`v0:${at}:`).update(body).digest("hex")}`;
  const headers = {
    "content-type": isForm ? "application/x-www-form-urlencoded" : "application/json",
    "x-slack-request-timestamp": String(at),
    "x-slack-signature": signature,
    ...(attempt > 0 ? { "x-slack-retry-num": String(attempt), "x-slack-retry-reason": "http_error" } : {}),
  };
  return { method: "POST", headers, query: {}, body, remote: "127.0.0.1" };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
