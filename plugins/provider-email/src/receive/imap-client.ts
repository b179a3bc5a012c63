import { AppError } from "@open-cowork/shared";
import { ImapFlow } from "imapflow";
import { type ImapSettings, isLoopback } from "../config.js";
import { type MailFault, mailFault } from "../mail-fault.js";

/** A connection with the mailbox open. @throws AppError `provider.failed`, with the {@link MailFault} in `details` */
export async function openMailbox(settings: ImapSettings, options: { maxBytes: number; signal: AbortSignal }): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    ...(!settings.secure && { doSTARTTLS: !isLoopback(settings.host) }),
    auth: { user: settings.user, pass: settings.password.reveal() },
    // The library logs what it sends and gets.
    logger: false,
    clientInfo: { name: "Open Cowork" },
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    // A connection that is quiet that long is tried with NOOP, so a dead one is noticed.
    socketTimeout: 60_000,
    autoIdleDelay: 1_000,
    maxIdleTime: 240_000,
    maxLiteralSize: options.maxBytes + 1_000_000,
    maxResponseSize: options.maxBytes + 2_000_000,
  });
  // Whoever waits for a command or for `close` learns of it there; without a listener it would end the process.
  client.on("error", ignore);
  const abort = () => client.close();
  options.signal.addEventListener("abort", abort, { once: true });
  try {
    await client.connect();
    const mailbox = await client.mailboxOpen(settings.mailbox);
    if (mailbox.readOnly) throw Object.assign(new Error("read-only"), { code: "READ-ONLY" });
    return client;
  } catch (error) {
    client.close();
    const fault = mailFault(error);
    throw new AppError("provider.failed", { message: advice(settings, error, fault), details: fault, cause: new Error(fault.code) });
  } finally {
    options.signal.removeEventListener("abort", abort);
  }
}

function advice(settings: ImapSettings, error: unknown, fault: MailFault): string {
  const server = `IMAP server ${settings.host}:${settings.port}`;
  if (fault.unauthorised) return `${server} does not accept imap.user and imap.password (${fault.code}). Nothing is read until they are right.`;
  if (fault.code.startsWith("READ-ONLY")) return `${server} lets us only read ${settings.mailbox}. Mail must be marked as seen: give imap.user that right.`;
  if ((error as { mailboxMissing?: boolean }).mailboxMissing) return `${server} has no mailbox ${settings.mailbox}. Create it, or correct imap.mailbox.`;
  if ((error as { tlsFailed?: boolean }).tlsFailed) return `${server} does not speak TLS as imap.secure says, or its certificate is not valid (${fault.code}).`;
  return `${server} cannot be reached (${fault.code}). Check imap.host, imap.port and the network.`;
}

function ignore(): void {
  return;
}
