import type { Clock, Log } from "@open-cowork/core/kernel";
import {
  type ChatCapabilities,
  type ChatProfile,
  type ChatProvider,
  type ChatSink,
  type OutboundMessage,
  Turns,
  type WebhookAnswer,
  type WebhookRequest,
} from "@open-cowork/core/transport";
import { AppError, type Conversation, type InboundFile, isAppError, newId, type SendOutcome } from "@open-cowork/shared";
import { demandPublic } from "./address-guard.js";
import { capabilitiesOf } from "./capabilities.js";
import type { WebhookConfig } from "./config.js";
import { fetchFile } from "./inbound/download.js";
import { InlineFiles } from "./inbound/inline-files.js";
import { Intake } from "./inbound/intake.js";
import { Http } from "./outbound/http.js";
import { failureOf, outcomeOf } from "./outbound/outcome.js";
import { PeerHealth } from "./outbound/peer-health.js";
import { created, type PeerEvent, packed, updated, webhookId } from "./outbound/requests.js";
import { SigningKeys } from "./signing/signing-keys.js";

export interface WebhookProviderDeps {
  clock: Clock;
  log: Log;
}

/** For a file whose store is away for the moment. */
const SOON_MS = 2_000;
/** Longest wait for the content of a file of ours: the conversation waits behind it. */
const READ_MS = 60_000;

/** Any program as a chat platform: it and we tell each other by signed requests (Standard Webhooks) what people say and what is said to them. */
export class WebhookProvider implements ChatProvider {
  readonly kind = "webhook";
  readonly instance: string;
  readonly capabilities: ChatCapabilities;
  readonly #keys: SigningKeys;
  readonly #files = new InlineFiles();
  readonly #intake: Intake;
  readonly #turns = new Turns();
  readonly #taking = new Set<Promise<WebhookAnswer>>();
  #health = new PeerHealth();
  #http: Http;
  #sink: ChatSink | undefined;

  /** @throws AppError `config.invalid` for a secret that is none */
  constructor(
    private readonly config: WebhookConfig,
    private readonly deps: WebhookProviderDeps,
  ) {
    this.instance = config.id;
    this.capabilities = capabilitiesOf(config);
    this.#keys = new SigningKeys(config.sharedSecret, config.previousSecrets, deps.clock);
    const { maxBytes } = this.capabilities.webhook!;
    this.#intake = new Intake({ keys: this.#keys, files: this.#files, maxFileBytes: config.peer.fileBytes, maxBytes, log: deps.log });
    this.#http = this.#open();
  }

  async start(sink: ChatSink): Promise<ChatProfile> {
    const { url, allowPrivate, name } = this.config;
    if (url !== undefined && !allowPrivate) demandPublic(new URL(url));
    this.#http = this.#open();
    this.#health = new PeerHealth();
    this.#sink = sink;
    sink.health(url === undefined ? { state: "degraded", detail: "No url is set: people can write, and nothing is said back." } : { state: "ok" });
    return { name };
  }

  async stop(): Promise<void> {
    this.#sink = undefined;
    await Promise.all([...this.#taking, this.#turns.ended()]);
    await this.#http.close();
  }

  async webhook(request: WebhookRequest): Promise<WebhookAnswer> {
    const sink = this.#sink;
    if (!sink) return { status: 503, headers: { "retry-after": "5" } };
    const taking = this.#intake.take(request, sink);
    this.#taking.add(taking);
    return taking.finally(() => this.#taking.delete(taking));
  }

  send(to: Conversation, message: OutboundMessage): Promise<SendOutcome> {
    const { file } = message;
    const { fileBytes } = this.config.peer;
    return this.#turns.run(keyOf(to), async () => {
      if (file && file.bytes > fileBytes) return { state: "refused", code: "too_long", reason: `a file has at most ${fileBytes} bytes` };
      const id = webhookId(message.key);
      try {
        const content = file && (await this.#inTime(packed(file)));
        return await this.#tell(created(to, message, content), id);
      } catch (error) {
        const isGone = isAppError(error) && !error.retryable;
        if (isGone) return { state: "refused", code: "bad_content", reason: "the file does not exist any more" };
        this.deps.log.warn("webhook.file_unread", { error });
        return { state: "deferred", retryAfterMs: SOON_MS, reason: "the file could not be read" };
      }
    });
  }

  edit(to: Conversation, messageId: string, message: OutboundMessage): Promise<SendOutcome> {
    return this.#turns.run(keyOf(to), async () => {
      const outcome = await this.#tell(updated(to, messageId, message), newId());
      return outcome.state === "delivered" ? { ...outcome, message: messageId } : outcome;
    });
  }

  async typing(conversation: Conversation): Promise<void> {
    if (this.config.peer.typing && this.config.url !== undefined) await this.#tell({ type: "typing", conversation }, newId());
  }

  async download(file: InboundFile, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    signal.throwIfAborted();
    const { fileBytes } = this.config.peer;
    if ((file.bytes ?? 0) > fileBytes) throw new AppError("artifact.too_large", { details: { maxBytes: fileBytes } });
    if (!InlineFiles.isInline(file.ref)) return fetchFile(file, this.#http, fileBytes, signal);
    const content = this.#files.get(file.ref);
    if (!content) throw new AppError("provider.file_gone");
    return once(content);
  }

  async acknowledge(press: string, text?: string): Promise<void> {
    if (this.config.url !== undefined) await this.#tell({ type: "press.acknowledged", press, ...(text === undefined ? {} : { text }) }, newId());
  }

  /** Never throws: what became of it is the answer, and where it is trouble the operator hears of it. */
  async #tell(event: PeerEvent, id: string): Promise<SendOutcome> {
    const { url } = this.config;
    if (url === undefined) return { state: "refused", code: "not_allowed", reason: "no url is set" };
    const { clock } = this.deps;
    const body = JSON.stringify({ ...event, timestamp: new Date(clock.now()).toISOString() });
    const headers = { "content-type": "application/json", "user-agent": "open-cowork", ...this.#keys.sign(id, body) };
    const outcome = await this.#http.post(new URL(url), headers, body).then((answered) => outcomeOf(answered, id, clock.now()), failureOf);
    this.#health.note(outcome, this.#sink);
    return outcome;
  }

  /** The file, or a failure after a while: a store that hangs is one that is away. */
  async #inTime<T>(reading: Promise<T>): Promise<T> {
    let cancel: () => void = () => undefined;
    const late = new Promise<never>((_resolve, reject) => {
      cancel = this.deps.clock.after(READ_MS, () => reject(new Error("the file did not come in time")));
    });
    return Promise.race([reading, late]).finally(cancel);
  }

  #open(): Http {
    const { allowPrivate, answerMs } = this.config;
    return new Http({ clock: this.deps.clock, allowPrivate, answerMs });
  }
}

function keyOf({ chat, topic }: Conversation): string {
  return JSON.stringify([chat, topic]);
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}
