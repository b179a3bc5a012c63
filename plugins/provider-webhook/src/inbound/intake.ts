import type { Log } from "@open-cowork/core/kernel";
import type { ChatSink, WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import type { InboundEvent } from "@open-cowork/shared";
import type { SigningKeys } from "../signing/signing-keys.js";
import type { InlineFiles } from "./inline-files.js";
import { bytesOf, eventOf, type PeerRequest, peerRequestSchema } from "./schema.js";

export interface IntakeOptions {
  keys: SigningKeys;
  files: InlineFiles;
  maxFileBytes: number;
  /** Of a whole request. */
  maxBytes: number;
  log: Log;
}

/** A header that becomes a key: visible, and no longer than keys are. */
const ID = /^[\x21-\x7e]{1,300}$/;
const UTF8 = new TextDecoder("utf-8", { fatal: true });
/** When the other side may ask again after we could not store it. */
const AGAIN_S = 5;

/** Requests of the other side: verified as bytes, read, handed over, and only then answered for. */
export class Intake {
  constructor(private readonly options: IntakeOptions) {}

  async take(request: WebhookRequest, sink: ChatSink): Promise<WebhookAnswer> {
    const { keys, maxBytes, log } = this.options;
    if (request.method !== "POST") return answer(405, "send POST", { allow: "POST" });
    if (request.body.length > maxBytes) return answer(413, `a request has at most ${maxBytes} bytes`);
    const verdict = keys.verify(request.headers, request.body);
    if (verdict !== "genuine") {
      sink.refused(verdict === "stale" ? "replay" : "signature");
      return answer(401, "the signature is missing, wrong or too old");
    }
    const key = request.headers["webhook-id"] as string;
    if (!ID.test(key)) return answer(400, "webhook-id must be 1 to 300 visible ASCII characters");
    const read = readRequest(request.body);
    if ("problem" in read) return answer(400, read.problem);
    if (this.#isTooLarge(read.request)) return answer(413, `a file has at most ${this.options.maxFileBytes} bytes`);
    const event = this.#event(read.request, key, Number(request.headers["webhook-timestamp"]) * 1_000);
    try {
      const outcome = await sink.inbound(event);
      return answer(outcome === "claimed" ? 202 : 200, outcome);
    } catch (error) {
      log.warn("webhook.not_stored", { error });
      return answer(503, "it could not be stored; send it again", { "retry-after": String(AGAIN_S) });
    }
  }

  #isTooLarge(request: PeerRequest): boolean {
    return request.type === "message" && request.files.some((file) => "content" in file && (bytesOf(file) ?? 0) > this.options.maxFileBytes);
  }

  #event(request: PeerRequest, key: string, at: number): InboundEvent {
    return eventOf(request, key, at, (file, index) => ("url" in file ? file.url : this.options.files.put(key, index, Buffer.from(file.content, "base64"))));
  }
}

function readRequest(body: Uint8Array): { request: PeerRequest } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(UTF8.decode(body));
  } catch {
    return { problem: "the body is not JSON in UTF-8" };
  }
  const { success, data, error } = peerRequestSchema.safeParse(value);
  if (success) return { request: data };
  const [issue] = error.issues;
  return { problem: `${issue?.path.join(".") || "the body"}: ${issue?.message ?? "is not valid"}` };
}

function answer(status: number, said: string, headers: Record<string, string> = {}): WebhookAnswer {
  const body = JSON.stringify(status < 300 ? { status: said } : { error: said });
  return { status, headers: { "content-type": "application/json", ...headers }, body };
}
