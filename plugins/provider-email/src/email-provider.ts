import type { Clock, HealthReport, Log } from "@open-cowork/core/kernel";
import type { ChatCapabilities, ChatProfile, ChatProvider, ChatSink, OutboundMessage, WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import { AppError, type Conversation, type InboundFile, isAppError, type SendOutcome } from "@open-cowork/shared";
import type { EmailConfig } from "./config.js";
import { HealthBoard } from "./health-board.js";
import { HeldFiles } from "./receive/held-files.js";
import { MailDesk } from "./receive/mail-desk.js";
import { attachmentsOf, TOO_LARGE_REF } from "./receive/mail-files.js";
import { Mailbox } from "./receive/mailbox.js";
import { parseMail } from "./receive/parse-mail.js";
import { SignedMail } from "./receive/signed-mail.js";
import { Outgoing } from "./send/outgoing.js";

export interface EmailProviderOptions {
  config: EmailConfig;
  clock: Clock;
  log: Log;
  /** From 0 to 1; spreads the times of new tries. */
  random?: () => number;
}

/** Base64 makes four bytes of three, and the text needs room. */
const FILE_SHARE = 0.7;
const HELD_MAILS = 8;

/**
 * A mailbox as a chat. A conversation is one thread of mails with one person: its chat is their address, its topic the id of the mail that began it, so that answers
 * need nothing but the conversation. Every answer is a mail of its own.
 */
export class EmailProvider implements ChatProvider {
  readonly kind = "email";
  readonly instance: string;
  readonly capabilities: ChatCapabilities;
  readonly webhook?: (request: WebhookRequest) => Promise<WebhookAnswer>;
  readonly #options: EmailProviderOptions;
  readonly #held: HeldFiles;
  #running: Running | undefined;

  constructor(options: EmailProviderOptions) {
    const { config } = options;
    this.#options = { ...options, log: options.log.child({ provider: this.kind, instance: config.id }) };
    this.#held = new HeldFiles(config.maxBytes * HELD_MAILS);
    this.instance = config.id;
    this.capabilities = {
      text: { max: 100_000 },
      files: { in: fileBytes(config), out: fileBytes(config) },
      typing: false,
      ...(config.inbound === "webhook" && { webhook: { maxBytes: config.maxBytes } }),
    };
    if (config.inbound === "webhook") this.webhook = async (request) => (await this.#running?.signed?.webhook(request)) ?? { status: 503 };
  }

  async start(sink: ChatSink): Promise<ChatProfile> {
    const { config } = this.#options;
    this.#running ??= running(this.#options, sink, this.#held);
    const current = this.#running;
    try {
      await current.mailbox?.start();
    } catch (error) {
      if (this.#running === current) this.#running = undefined;
      throw error;
    }
    await current.outgoing.check();
    return {
      name: config.name,
      handle: config.address,
      pairingLink: `mailto:${encodeURIComponent(config.address).replace("%40", "@")}?subject=Pairing&body=%2Fstart%20{code}`,
    };
  }

  async stop(): Promise<void> {
    const current = this.#running;
    this.#running = undefined;
    await Promise.all([current?.mailbox?.stop(), current?.signed?.ended()]);
    await current?.outgoing.stop();
  }

  async send(to: Conversation, message: OutboundMessage): Promise<SendOutcome> {
    const current = this.#running;
    if (!current) return { state: "deferred", retryAfterMs: 1_000, reason: "The provider is not started." };
    try {
      return await current.outgoing.send(to, message);
    } catch (error) {
      // What is left to fail is the making of a mail, before anything was sent.
      this.#options.log.error("mail.not_made", { error });
      return { state: "refused", code: "bad_content", reason: "No mail could be made of this message." };
    }
  }

  async edit(): Promise<SendOutcome> {
    return { state: "refused", code: "not_allowed", reason: "A mail that was sent cannot be changed." };
  }

  async typing(): Promise<void> {
    return;
  }

  async acknowledge(): Promise<void> {
    return;
  }

  async download(file: InboundFile, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    signal.throwIfAborted();
    if (file.ref === TOO_LARGE_REF || (file.bytes ?? 0) > this.capabilities.files.in) throw new AppError("artifact.too_large");
    const content = file.ref.startsWith("held:") ? this.#held.get(file.ref) : await this.#fromMailbox(file.ref);
    if (!content) throw new AppError("provider.file_gone", { message: "The mail that held this file is gone." });
    if (content.length > this.capabilities.files.in) throw new AppError("artifact.too_large");
    return chunks(content);
  }

  async #fromMailbox(ref: string): Promise<Uint8Array | undefined> {
    const [, uidValidity, uid, index] = /^imap:(\d{1,20}):(\d{1,10}):(\d{1,3})$/.exec(ref) ?? [];
    if (!uidValidity) return undefined;
    try {
      const bytes = await this.#running?.mailbox?.read(uidValidity, Number(uid));
      const mail = bytes && (await parseMail(bytes));
      return mail ? attachmentsOf(mail.attachments)[Number(index)]?.content : undefined;
    } catch (error) {
      if (isAppError(error)) throw error;
      throw new AppError("provider.failed", { message: "The mailbox cannot be read now. Try again in a moment.", retryAfterMs: 5_000 });
    }
  }
}

/** What lives from start to stop. */
interface Running {
  mailbox?: Mailbox;
  signed?: SignedMail;
  outgoing: Outgoing;
}

function running({ config, clock, log, random = Math.random }: EmailProviderOptions, sink: ChatSink, files: HeldFiles): Running {
  const board = new HealthBoard((report) => sink.health(report));
  const part = (name: string) => (report: HealthReport) => board.set(name, report);
  const desk = new MailDesk({ address: config.address, authservId: config.authservId, log, sink });
  const { maxBytes, imap, secret } = config;
  return {
    outgoing: new Outgoing({ config, clock, log, maxFileBytes: fileBytes(config), health: part("outgoing") }),
    ...(imap && { mailbox: new Mailbox({ settings: imap, maxBytes, clock, log, random, sort: (mail) => desk.sort(mail), health: part("incoming") }) }),
    ...(config.inbound === "webhook" && secret && { signed: new SignedMail({ secret, maxBytes, clock, log, sink, desk, files }) }),
  };
}

/** Largest file that fits into a mail. */
function fileBytes(config: EmailConfig): number {
  return Math.floor(config.maxBytes * FILE_SHARE);
}

async function* chunks(content: Uint8Array): AsyncGenerator<Uint8Array> {
  const size = 65_536;
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}
