import { createHash } from "node:crypto";
import type { Clock, Log } from "@open-cowork/core/kernel";
import type { ChatSink, WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import type { Secret } from "@open-cowork/shared";
import type { HeldFiles } from "./held-files.js";
import type { MailDesk } from "./mail-desk.js";
import { checkSignature } from "./signature.js";

export interface SignedMailOptions {
  secret: Secret;
  maxBytes: number;
  clock: Clock;
  log: Log;
  sink: ChatSink;
  desk: MailDesk;
  files: HeldFiles;
}

/** How long the id of a request is remembered: longer than its time stamp stays valid. */
const REMEMBER_MS = 900_000;
const REMEMBER_MAX = 10_000;

/**
 * Takes mail by signed requests whose body is one mail as it came (RFC 5322). Answers 204 when it was taken over, 401 when it is not genuine, 503 when the sender
 * has to try again.
 */
export class SignedMail {
  readonly #taken = new Map<string, number>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(private readonly options: SignedMailOptions) {}

  async webhook(request: WebhookRequest): Promise<WebhookAnswer> {
    const { secret, clock, sink, maxBytes, log } = this.options;
    if (request.method !== "POST") return { status: 405, headers: { allow: "POST" } };
    if (request.body.length > maxBytes) return { status: 413 };
    const signature = checkSignature(request, secret, clock);
    if (signature.state !== "genuine") {
      sink.refused(signature.state === "stale" ? "replay" : "signature");
      return { status: 401 };
    }
    if (this.#known(signature.id, request.headers["webhook-timestamp"]!)) {
      sink.refused("replay");
      return { status: 401 };
    }
    const work = this.#take(request.body);
    this.#underWay.add(work);
    try {
      await work;
    } catch (error) {
      this.#taken.delete(this.#mark(signature.id, request.headers["webhook-timestamp"]!));
      log.warn("mail.not_stored", { error });
      return { status: 503, headers: { "retry-after": "10" } };
    } finally {
      this.#underWay.delete(work);
    }
    return { status: 204 };
  }

  /** Resolves when what was being taken over is. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  async #take(body: Uint8Array): Promise<void> {
    const { clock, desk, files } = this.options;
    // The same for each delivery of one mail, so that another one brings back files that had no room.
    const ref = `held:${createHash("sha256").update(body).digest("hex")}:`;
    const mail = await desk.sort({
      bytes: body,
      size: body.length,
      receivedAt: clock.now(),
      fileRef: (index) => `${ref}${index}`,
      hold: (index, content) => files.hold(`${ref}${index}`, content),
    });
    await mail.handOver();
  }

  /** Whether exactly this request came before. Notes it, so that a copy that comes at the same time is known too. */
  #known(id: string, timestamp: string): boolean {
    const now = this.options.clock.now();
    for (const [mark, at] of this.#taken) {
      if (at > now - REMEMBER_MS && this.#taken.size < REMEMBER_MAX) break;
      this.#taken.delete(mark);
    }
    const mark = this.#mark(id, timestamp);
    if (this.#taken.has(mark)) return true;
    this.#taken.set(mark, now);
    return false;
  }

  /** A sender that tries again signs the same id with a new time; only a copy has both. */
  #mark(id: string, timestamp: string): string {
    return `${timestamp}.${id}`;
  }
}
