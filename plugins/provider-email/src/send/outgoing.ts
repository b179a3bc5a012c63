import type { Clock, HealthReport, Log } from "@open-cowork/core/kernel";
import { type OutboundFile, type OutboundMessage, Turns } from "@open-cowork/core/transport";
import { type Conversation, isAppError, type Secret, type SendOutcome } from "@open-cowork/shared";
import { plainAddress } from "../address.js";
import type { EmailConfig } from "../config.js";
import { mailFault } from "../mail-fault.js";
import { type Composed, compose } from "./compose.js";
import { refusesForm, smtpOutcome } from "./smtp-outcome.js";
import { SmtpFailure, SmtpSender } from "./smtp-sender.js";

export interface OutgoingOptions {
  config: EmailConfig;
  clock: Clock;
  log: Log;
  /** Largest file of a mail, in bytes. */
  maxFileBytes: number;
  health(report: HealthReport): void;
}

const STOP_MS = 5_000;

/** Mail on its way out: one for each message, and what became of it. */
export class Outgoing {
  readonly #sender: SmtpSender;
  readonly #secrets: Secret[];
  readonly #turns = new Turns();
  #stopping = false;

  constructor(private readonly options: OutgoingOptions) {
    const { smtp } = options.config;
    this.#sender = new SmtpSender(smtp, options.clock);
    this.#secrets = smtp.password ? [smtp.password] : [];
  }

  /** Looks whether the server takes our name and password, and says so in the health. Never throws. */
  async check(): Promise<void> {
    await this.#sender.verify().then(
      () => this.#well(),
      (error: unknown) => this.#unwell(error),
    );
  }

  /** To one person in the order of the calls. */
  send(to: Conversation, message: OutboundMessage): Promise<SendOutcome> {
    return this.#turns.run(to.chat, () => this.#sendNow(to, message));
  }

  /** Lets what is under way end, for a while. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const giveUp = this.options.clock.after(STOP_MS, () => this.#sender.close());
    await this.#turns.ended();
    giveUp();
  }

  async #sendNow(to: Conversation, message: OutboundMessage): Promise<SendOutcome> {
    if (this.#stopping) return { state: "deferred", retryAfterMs: 1_000, reason: "The provider stops." };
    if (plainAddress(to.chat) !== to.chat) return { state: "refused", code: "bad_content", reason: "The conversation has no mail address." };
    const read = message.file ? await this.#read(message.file) : undefined;
    if (read && "state" in read) return read;
    const input = { config: this.options.config, conversation: to, message, file: read?.content, at: this.options.clock.now() };
    const mail = await compose(input);
    const outcome = await this.#give(mail);
    return outcome === "form" ? this.#settle(await this.#give(await compose({ ...input, plain: true }))) : outcome;
  }

  /** `form`: refused for its HTML. */
  async #give(mail: Composed): Promise<SendOutcome | "form"> {
    try {
      await this.#sender.send(mail);
      this.#well();
      return { state: "delivered", message: mail.messageId };
    } catch (error) {
      const { cause, stage } = error instanceof SmtpFailure ? error : { cause: error, stage: "given" as const };
      if (refusesForm(cause)) return "form";
      const outcome = smtpOutcome(cause, stage, this.#secrets);
      this.options.log.warn("mail.not_sent", { state: outcome.state, code: mailFault(cause).code });
      this.#unwell(error);
      return outcome;
    }
  }

  #settle(outcome: SendOutcome | "form"): SendOutcome {
    return outcome === "form" ? { state: "refused", code: "bad_content", reason: "The mail server refuses the content of this mail." } : outcome;
  }

  async #read(file: OutboundFile): Promise<{ content: Buffer } | SendOutcome> {
    const tooLong: SendOutcome = { state: "refused", code: "too_long", reason: `Files of a mail may have at most ${this.options.maxFileBytes} bytes.` };
    if (file.bytes > this.options.maxFileBytes) return tooLong;
    try {
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of await file.open()) {
        bytes += chunk.length;
        if (bytes > this.options.maxFileBytes) return tooLong;
        chunks.push(chunk);
      }
      return { content: Buffer.concat(chunks) };
    } catch (error) {
      if (isAppError(error) && error.kind === "not_found") return { state: "refused", code: "gone", reason: "The file does not exist any more." };
      this.options.log.warn("mail.file_unreadable", { error });
      return { state: "deferred", retryAfterMs: 10_000, reason: "The file could not be read." };
    }
  }

  #well(): void {
    this.options.health({ state: "ok" });
  }

  /** A refusal of one mail says nothing about the server; a refusal of us, or its silence, does. */
  #unwell(error: unknown): void {
    const cause = error instanceof SmtpFailure ? error.cause : error;
    const { host, port } = this.options.config.smtp;
    const fault = mailFault(cause);
    const answered = (cause as { responseCode?: number }).responseCode !== undefined;
    if (fault.unauthorised)
      this.options.health({ state: "failed", detail: `SMTP server ${host}:${port} does not accept smtp.user and smtp.password (${fault.code}).` });
    else if (!answered) this.options.health({ state: "degraded", detail: `SMTP server ${host}:${port} does not answer (${fault.code}); answers wait.` });
  }
}
