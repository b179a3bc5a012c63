import { createHmac } from "node:crypto";
import type { WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import type { WebSocket } from "ws";

export interface SlackEnvelope {
  /** Of Socket Mode; over HTTP it decides the content type. */
  type: "events_api" | "interactive" | "slash_commands";
  payload: Record<string, unknown>;
}
interface Pending {
  envelope: SlackEnvelope;
  attempt: number;
  /** It is asked for once more, whatever becomes of the attempt that is being made. */
  again: boolean;
  hasten(): void;
}

/** Slack comes again after seconds and minutes, and gives up after three times; here nobody waits that long and nothing is given up. */
const AGAIN_MS = 20;
/** Slack waits for three seconds: https://docs.slack.dev/apis/events-api/#responding */
const UNANSWERED_MS = 250;

/** Events on their way to the app. Those of one conversation come in order; one that is not answered comes again, and holds up no other conversation. */
export class EventFeed {
  readonly #sockets = new Set<WebSocket>();
  readonly #queues = new Map<string, Pending[]>();
  readonly #answered = new Map<string, () => void>();
  readonly #idle = new Set<() => void>();
  #count = 0;
  #closed = false;
  #last: { place: string; pending: Pending } | undefined;

  constructor(private readonly http: { secret: string; deliver(request: WebhookRequest): Promise<WebhookAnswer> } | undefined) {}

  /** @param place The conversation that it belongs to. */
  add(place: string, envelope: SlackEnvelope): void {
    this.#push(place, envelope, 0);
  }

  redeliver(): void {
    if (this.#last === undefined) return;
    const { place, pending } = this.#last;
    const isUnderWay = this.#queues.get(place)?.includes(pending) ?? false;
    pending.again = isUnderWay;
    if (isUnderWay) pending.hasten();
    else this.#push(place, pending.envelope, 1);
  }

  unacknowledged(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  connect(socket: WebSocket): void {
    this.#sockets.add(socket);
    // Each event that is under way listens for its end.
    socket.setMaxListeners(0);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("message", (data) => {
      const { envelope_id: id } = JSON.parse(String(data)) as { envelope_id?: string };
      if (id !== undefined) this.#answered.get(id)?.();
    });
    socket.send(JSON.stringify({ type: "hello", num_connections: 1, connection_info: { app_id: "A1" }, debug_info: {} }));
    this.#wake();
  }

  interrupt(): void {
    for (const socket of this.#sockets) socket.terminate();
    this.#sockets.clear();
  }

  close(): void {
    this.#closed = true;
    this.interrupt();
    this.#wake();
  }

  #push(place: string, envelope: SlackEnvelope, attempt: number): void {
    const pending: Pending = { envelope, attempt, again: false, hasten: () => undefined };
    this.#last = { place, pending };
    const queue = this.#queues.get(place);
    if (queue) return void queue.push(pending);
    const begun = [pending];
    this.#queues.set(place, begun);
    void this.#run(place, begun);
  }

  async #run(place: string, queue: Pending[]): Promise<void> {
    for (let next = queue[0]; next && !this.#closed; next = queue[0]) {
      const pending = next;
      pending.again = false;
      const isTaken = this.http ? await this.#post(pending, this.http) : await this.#send(pending);
      if (isTaken && !pending.again) {
        queue.shift();
        continue;
      }
      pending.attempt += 1;
      if (!pending.again) await Promise.race([pause(AGAIN_MS), new Promise<void>((resolve) => (pending.hasten = resolve))]);
    }
    this.#queues.delete(place);
  }

  async #post({ envelope, attempt }: Pending, { secret, deliver }: NonNullable<typeof this.http>): Promise<boolean> {
    const answer = deliver(signed(envelope, secret, attempt)).then(
      ({ status }) => status === 200,
      () => false,
    );
    return Promise.race([answer, pause(UNANSWERED_MS).then(() => false)]);
  }

  async #send({ envelope, attempt }: Pending): Promise<boolean> {
    const [socket] = this.#sockets;
    if (!socket) {
      await Promise.race([new Promise<void>((resolve) => this.#idle.add(resolve)), pause(UNANSWERED_MS)]);
      return false;
    }
    const id = `E${++this.#count}`;
    let lost: () => void = () => undefined;
    const answered = new Promise<boolean>((resolve) => {
      lost = () => resolve(false);
      this.#answered.set(id, () => resolve(true));
      socket.once("close", lost);
      void pause(UNANSWERED_MS).then(lost);
    });
    const retry = { retry_attempt: attempt, retry_reason: attempt > 0 ? "timeout" : "" };
    socket.send(JSON.stringify({ ...envelope, ...retry, envelope_id: id, accepts_response_payload: envelope.type !== "events_api" }));
    const isTaken = await answered;
    this.#answered.delete(id);
    socket.off("close", lost);
    return isTaken;
  }

  #wake(): void {
    for (const resolve of this.#idle) resolve();
    this.#idle.clear();
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
