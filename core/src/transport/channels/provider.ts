import type { ChatPerson, Conversation, InboundEvent, InboundFile, OutboundContent, SendOutcome } from "@open-cowork/shared";
import type { HealthReport } from "../../kernel/health.js";

/** What a platform can do. The router asks for nothing beyond it. */
export interface ChatCapabilities {
  /** Longest `text` of a message, in UTF-16 code units of Markdown source; the provider guarantees that what it makes of it fits. */
  text: { max: number };
  /** Sent messages can be changed, in one conversation at most once in this time. Absent: never, so answers arrive whole. */
  edits?: { minIntervalMs: number };
  /** Absent: choices are made by typed codes. */
  buttons?: { max: number; maxPerRow: number; maxLabel: number };
  /** Largest file in bytes; 0 for none. */
  files: { in: number; out: number };
  /** The platform shows that somebody is writing. */
  typing: boolean;
  /** Requests to `webhook` may have at most this many bytes. Absent: the provider takes none. */
  webhook?: { maxBytes: number };
}

/** Who we are on the platform, known once connected. */
export interface ChatProfile {
  name: string;
  /** Name by which people address us, without `@`. */
  handle?: string;
  /** Address that opens a chat with us and hands over a pairing code, with `{code}` in it. */
  pairingLink?: string;
}

export interface ChatSink {
  /**
   * Takes an event over. Resolves once it is stored for good; only then may the platform be told that we have it. `known` is a repetition: nothing happened.
   * Rejects when it could not be stored: the platform must deliver it again, so it is not acknowledged.
   */
  inbound(event: InboundEvent): Promise<"claimed" | "known">;
  /** A request that was not genuine, or somebody the platform itself vouches against: counted, never answered. */
  refused(reason: "signature" | "replay" | "stranger", person?: ChatPerson): void;
  /** The connection to the platform came, went or is troubled. A provider repairs its own connection. */
  health(report: HealthReport): void;
}

/** A file on its way out. `open` may be called again for another try. */
export interface OutboundFile {
  name: string;
  mime: string;
  bytes: number;
  open(): Promise<AsyncIterable<Uint8Array>>;
}

export interface OutboundMessage extends Omit<OutboundContent, "file"> {
  file?: OutboundFile;
  /** Idempotency key: the same for each try of one message. For platforms that take one. */
  key: string;
}

/** A raw request of a platform. Verified before anything in it is read as more than bytes. */
export interface WebhookRequest {
  method: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | undefined>>;
  query: Readonly<Record<string, string | undefined>>;
  body: Uint8Array;
  remote: string;
}
export interface WebhookAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/**
 * A chat platform. A provider knows the platform and nothing of sessions: it turns events into {@link InboundEvent} and content into messages.
 * Sends to one conversation come one at a time and in order; different conversations at the same time. Sending never throws: what became of it is the answer.
 * Every provider is held to the conformance kit.
 */
export interface ChatProvider {
  /** Open string: `telegram`. */
  readonly kind: string;
  /** Id of this instance in the config, unique within its kind. */
  readonly instance: string;
  readonly capabilities: ChatCapabilities;
  /** Connects. Resolves when events can come in. Called again after `stop`, or after it rejected. @throws AppError `provider.failed` with what the operator can do */
  start(sink: ChatSink): Promise<ChatProfile>;
  /** Takes no more events and closes connections; what was taken is finished first. Idempotent. */
  stop(): Promise<void>;
  send(to: Conversation, message: OutboundMessage): Promise<SendOutcome>;
  /** Replaces text and buttons of a message of ours. To say the same again is `delivered`. */
  edit(to: Conversation, messageId: string, message: OutboundMessage): Promise<SendOutcome>;
  /** Shows for some seconds that we are at it. Best effort. */
  typing(to: Conversation): Promise<void>;
  /** Content of a file that came in. Fails with `provider.file_gone`, `artifact.too_large`, `provider.failed`. */
  download(file: InboundFile, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /** Answers a press, so that the button stops spinning; with a short text that only the person sees. Best effort. */
  acknowledge(token: string, text?: string): Promise<void>;
  /** Present exactly with `capabilities.webhook`. Never throws: a request that is not genuine gets 401. */
  webhook?(request: WebhookRequest): Promise<WebhookAnswer>;
}
