import { randomBytes, randomUUID } from "node:crypto";
import type { WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import type { ChatPerson, Conversation } from "@open-cowork/shared";
import { simpleParser } from "mailparser";
import type { PlatformFault, SeenMessage, SimulatedPlatform } from "../platform.js";
import { ImapServer } from "./imap-server.js";
import { MailboxStore } from "./mailbox-store.js";
import { encodedWord, mime } from "./mime.js";
import { SmtpInbox } from "./smtp-inbox.js";
import { WebhookCourier } from "./webhook-courier.js";

/** A mail of ours as it came to people. */
export interface ReceivedMail {
  from: string;
  to: string[];
  raw: Buffer;
  messageId: string;
  /** Ids of `In-Reply-To` and `References`, without brackets. */
  references: string[];
  seen: SeenMessage;
}

const PEOPLE = "people.test";

/** A mail provider: people who write to one mailbox, and an SMTP server that takes what is sent to them. */
export class MailPlatform implements SimulatedPlatform {
  readonly address = "cowork@cowork.test";
  /** Name of the server that signs its verdict on senders. */
  readonly authservId = "mx.cowork.test";
  readonly user = "cowork";
  readonly password = randomBytes(12).toString("hex");
  /** Signs webhooks. */
  readonly secret = `whsec_${randomBytes(24).toString("base64")}`;
  readonly people = { ann: person("ann"), bob: person("bob"), stranger: person("stranger") };
  readonly store = new MailboxStore();
  readonly received: ReceivedMail[] = [];
  /** Mail reaches us by signed requests in place of the mailbox. */
  readonly courier = new WebhookCourier(this.secret);
  imap!: ImapServer;
  smtp!: SmtpInbox;
  readonly #calls: { method: string; at: number }[] = [];
  readonly #started = new Set<string>();
  readonly #names = new Map<string, string>();
  #last: { raw: Buffer; thread: string } | undefined;

  /** For a mailbox. */
  readonly interrupt?: () => Promise<void>;
  readonly loseFiles?: () => Promise<void>;
  /** For webhooks. */
  readonly forge?: (how: "unsigned" | "wrong" | "stale" | "replayed") => Promise<number>;

  private constructor(private readonly inbound: "imap" | "webhook") {
    if (inbound === "imap") {
      this.interrupt = async () => this.imap.cut();
      this.loseFiles = async () => this.store.clear();
    } else this.forge = (how) => this.courier.forge(how, mime({ headers: this.#headers(this.people.ann, this.direct(this.people.ann)), text: "forged" }));
  }

  static async start(options: { inbound?: "imap" | "webhook"; capabilities?: string } = {}): Promise<MailPlatform> {
    const platform = new MailPlatform(options.inbound ?? "imap");
    const { user, password, store } = platform;
    const called = (protocol: string) => (name: string) => void platform.#calls.push({ method: `${protocol} ${name}`, at: performance.now() });
    platform.imap = await ImapServer.start({
      store,
      user,
      password,
      called: called("IMAP"),
      ...(options.capabilities && { capabilities: options.capabilities }),
    });
    platform.smtp = await SmtpInbox.start({ user, password, called: called("SMTP"), received: async (mail) => void platform.received.push(await read(mail)) });
    return platform;
  }

  /** The thread that the person begins with their first mail. */
  direct({ id, name }: ChatPerson): Conversation {
    return { chat: id, topic: `first.${id}`, kind: "direct", title: `A question of ${name}` };
  }

  async say(who: ChatPerson, to: Conversation, message: { text: string; files?: { name: string; mime: string; bytes: Uint8Array }[] }): Promise<void> {
    this.deliver(mime({ headers: this.#headers(who, to), ...message }), to.chat);
  }

  /** The name before the address; the address is who they are. */
  async rename(who: ChatPerson, to: { name: string }): Promise<void> {
    this.#names.set(who.id, to.name);
  }

  unacknowledged(): number {
    return this.inbound === "imap" ? this.store.mails.filter((mail) => !mail.flags.has("\\Seen")).length : this.courier.waiting;
  }

  /** Puts a mail where we get it from, as it is. By requests those of one thread come in order. */
  deliver(raw: Buffer, thread = ""): void {
    this.#last = { raw, thread };
    if (this.inbound === "imap") this.store.append(raw);
    else this.courier.deliver(raw, thread);
  }

  /** A mail that was not taken over is there anew; another one comes as a copy, as when a server on its way did not hear the next one. */
  async redeliver(): Promise<void> {
    if (!this.#last) return;
    if (this.inbound === "imap") this.store.again(this.#last.raw);
    else if (!(await this.courier.again())) this.deliver(this.#last.raw, this.#last.thread);
  }

  messages(conversation: Conversation): SeenMessage[] {
    return this.#thread(conversation).map((mail) => mail.seen);
  }

  fault(fault: PlatformFault, times = 1): void {
    this.smtp.fault(fault, times);
  }

  calls(): { method: string; at: number }[] {
    return [...this.#calls];
  }

  /** Where signed requests go. */
  set webhook(handler: (request: WebhookRequest) => Promise<WebhookAnswer>) {
    this.courier.handler = handler;
  }

  async close(): Promise<void> {
    this.courier.close();
    await Promise.all([this.imap.close(), this.smtp.close()]);
  }

  /** Header of the next mail of that person in that thread, with what a server that receives it puts on top. */
  #headers(who: ChatPerson, to: Conversation): [string, string][] {
    const topic = to.topic ?? `first.${who.id}`;
    const thread = `${to.chat} ${topic}`;
    const begins = !this.#started.has(thread) && this.#thread(to).length === 0;
    this.#started.add(thread);
    const domain = who.id.split("@")[1]!;
    const earlier = this.#thread(to).at(-1)?.messageId ?? topic;
    const headers: [string, string][] = [
      ["Return-Path", `<${who.id}>`],
      ["Authentication-Results", `${this.authservId}; spf=pass smtp.mailfrom=${domain}; dkim=pass header.d=${domain}; dmarc=pass header.from=${domain}`],
      ["Received", `from mail.${domain} by ${this.authservId}; ${new Date().toUTCString()}`],
      ["From", `${encodedWord(this.#names.get(who.id) ?? who.name)} <${who.id}>`],
      ["To", `<${this.address}>`],
      ["Date", new Date().toUTCString()],
      ["Message-ID", begins ? `<${topic}>` : `<${randomUUID()}@${domain}>`],
      ["Subject", encodedWord(`${begins ? "" : "Re: "}${to.title ?? "A question"}`)],
    ];
    return begins ? headers : [...headers, ["In-Reply-To", `<${earlier}>`], ["References", `<${topic}> <${earlier}>`]];
  }

  #thread({ chat, topic }: Conversation): ReceivedMail[] {
    return this.received.filter((mail) => mail.to.includes(chat) && (topic === undefined || mail.references.includes(topic)));
  }
}

async function read(mail: { from: string; to: string[]; raw: Buffer }): Promise<ReceivedMail> {
  const parsed = await simpleParser(mail.raw, { skipTextToHtml: true, keepCidLinks: true });
  const bare = (id: string) => id.replace(/^<|>$/g, "");
  const html = parsed.html || undefined;
  // As a mail program shows it.
  const shown = html && (await simpleParser(mime({ headers: [], html: asShown(html) }), { skipTextToHtml: true })).text;
  const messageId = bare(parsed.messageId ?? "");
  const files = parsed.attachments.map((file) => ({ name: file.filename ?? "", bytes: new Uint8Array(file.content) }));
  const seen: SeenMessage = { id: messageId, text: (shown ?? parsed.text ?? "").trim(), source: html ?? parsed.text ?? "", buttons: [], files, edits: 0 };
  const references = [parsed.inReplyTo ?? [], parsed.references ?? []].flat().map(bare);
  return { ...mail, messageId, references, seen };
}

/** The parser shows headings in capitals, cells without a space between them, and addresses behind links; mail programs do not. */
function asShown(html: string): string {
  return html
    .replace(/<(\/?)h[1-6]\b/g, "<$1p")
    .replace(/<\/t[dh]>/g, " $&")
    .replace(/<\/?a\b[^>]*>/g, "");
}

function person(name: string): ChatPerson {
  const id = `${name}@${PEOPLE}`;
  return { id, name: name[0]!.toUpperCase() + name.slice(1) };
}
