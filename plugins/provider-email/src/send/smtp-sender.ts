import { Readable } from "node:stream";
import type { Clock } from "@open-cowork/core/kernel";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { isLoopback, type SmtpSettings } from "../config.js";
import type { Composed } from "./compose.js";
import type { SmtpStage } from "./smtp-outcome.js";

/** Why a mail was not delivered, and how far it got. */
export class SmtpFailure extends Error {
  constructor(
    override readonly cause: unknown,
    readonly stage: SmtpStage,
  ) {
    super("SMTP transfer failed");
  }
}

const DEADLINE_FACTOR = 3;

/**
 * Gives mail to an SMTP server, each over a connection of its own: a mail's outcome then hangs on nothing but its own answers. A connection that serves several
 * mails may end between two of them, and a library that sends again by itself would send twice.
 */
export class SmtpSender {
  readonly #open = new Set<SMTPConnection>();

  constructor(
    private readonly settings: SmtpSettings,
    private readonly clock: Clock,
  ) {}

  /** Resolves when the server has taken it. @throws SmtpFailure */
  async send(mail: Composed): Promise<void> {
    let stage: SmtpStage = "offered";
    try {
      await this.#connected(
        (connection) =>
          new Promise<void>((resolve, reject) => {
            const source = Readable.from([mail.bytes], { objectMode: false });
            // Read to its end only after the server has asked for the content.
            source.once("end", () => (stage = "given"));
            const envelope = { from: mail.from, to: [mail.to], size: mail.bytes.length };
            connection.send(envelope, source, (error) => (error ? reject(error) : resolve()));
          }),
      );
    } catch (error) {
      throw new SmtpFailure(error, stage);
    }
  }

  /** Connects and signs in, and does no more. @throws SmtpFailure */
  async verify(): Promise<void> {
    await this.#connected(async () => undefined).catch((error: unknown) => {
      throw new SmtpFailure(error, "offered");
    });
  }

  close(): void {
    for (const connection of this.#open) connection.close();
  }

  async #connected<T>(work: (connection: SMTPConnection) => Promise<T>): Promise<T> {
    const { host, port, secure, user, password, timeoutMs } = this.settings;
    const connection = new SMTPConnection({
      host,
      port,
      secure,
      ...(!secure && (isLoopback(host) ? { ignoreTLS: true } : { requireTLS: true })),
      connectionTimeout: Math.min(timeoutMs, 30_000),
      greetingTimeout: Math.min(timeoutMs, 30_000),
      dnsTimeout: Math.min(timeoutMs, 30_000),
      socketTimeout: timeoutMs,
      // The library logs what it sends and gets.
      logger: false,
    });
    this.#open.add(connection);
    // A server that says a little now and then is silent all the same.
    const giveUp = this.clock.after(timeoutMs * DEADLINE_FACTOR, () => connection.close());
    try {
      const done = await new Promise<T>((resolve, reject) => {
        connection.on("error", reject);
        // Also where `close` was called on it. The library tells why a connection ends after it tells that it does.
        connection.once("end", () => queueMicrotask(() => reject(Object.assign(new Error("closed"), { code: "ECONNECTION" }))));
        const begin = (problem?: unknown) => (problem ? reject(problem) : void work(connection).then(resolve, reject));
        connection.connect((problem) => {
          if (problem || !user || !password) begin(problem);
          else connection.login({ credentials: { user, pass: password.reveal() } }, begin);
        });
      });
      connection.quit();
      return done;
    } catch (error) {
      connection.close();
      throw error;
    } finally {
      giveUp();
      this.#open.delete(connection);
    }
  }
}
