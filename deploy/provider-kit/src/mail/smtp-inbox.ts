import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import type { PlatformFault } from "../platform.js";

export interface SmtpInboxOptions {
  user: string;
  password: string;
  /** Called with `AUTH`, `MAIL`, `DATA`. */
  called(name: string): void;
  /** A mail was taken; the client hears of it when this resolves. */
  received(mail: { from: string; to: string[]; raw: Buffer }): Promise<void>;
}

/** An SMTP server on loopback that takes mail for everybody, and fails as it is told to. */
export class SmtpInbox {
  readonly #server: SMTPServer;
  readonly #faults: PlatformFault[] = [];
  /** The one that each session runs into. */
  readonly #struck = new WeakMap<SMTPServerSession, PlatformFault>();

  private constructor(private readonly options: SmtpInboxOptions) {
    this.#server = new SMTPServer({
      logger: false,
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      authMethods: ["PLAIN", "LOGIN"],
      closeTimeout: 100,
      disableReverseLookup: true,
      onAuth: (auth, _session, done) => {
        options.called("AUTH");
        if (this.#takeFault("unauthorised")) return done(reply(535, "5.7.8 Authentication credentials invalid"));
        const known = auth.username === options.user && auth.password === options.password;
        done(known ? null : reply(535, "5.7.8 Authentication credentials invalid"), known ? { user: options.user } : undefined);
      },
      onMailFrom: (_address, session, done) => {
        options.called("MAIL");
        const fault = this.#faults.shift();
        if (fault) this.#struck.set(session, fault);
        else this.#struck.delete(session);
        if (fault?.kind === "broken") return done(reply(451, "4.3.0 Internal error"));
        if (fault?.kind !== "rate-limited") return done();
        done(reply(450, `4.7.1 Too much mail, try again in ${Math.ceil(fault.retryAfterMs / 1_000)} seconds`));
      },
      onRcptTo: (_address, session, done) => done(this.#struck.get(session)?.kind === "gone" ? reply(550, "5.1.1 User unknown") : null),
      onData: (stream, session, done) => {
        options.called("DATA");
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => void this.#taken(Buffer.concat(chunks), session).then((answer) => answer !== "silence" && done(answer), done));
      },
    });
    // A client that breaks off, as after a silence of ours, is its own business.
    this.#server.on("error", () => undefined);
  }

  static async start(options: SmtpInboxOptions): Promise<SmtpInbox> {
    const inbox = new SmtpInbox(options);
    await new Promise<void>((resolve) => inbox.#server.listen(0, "127.0.0.1", resolve));
    return inbox;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  fault(fault: PlatformFault, times: number): void {
    for (let count = 0; count < times; count++) this.#faults.push(fault);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve));
  }

  async #taken(raw: Buffer, session: SMTPServerSession): Promise<Error | null | "silence"> {
    const fault = this.#struck.get(session);
    if (fault?.kind === "malformed" && /^content-type: text\/html/im.test(raw.toString())) return reply(554, "5.6.0 Message content rejected");
    const { mailFrom, rcptTo } = session.envelope;
    await this.options.received({ from: mailFrom ? mailFrom.address : "", to: rcptTo.map((recipient) => recipient.address), raw });
    return fault?.kind === "silent" ? "silence" : null;
  }

  #takeFault(kind: PlatformFault["kind"]): boolean {
    if (this.#faults[0]?.kind !== kind) return false;
    this.#faults.shift();
    return true;
  }
}

function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
