import { createHash } from "node:crypto";
import { type ChatPerson, type InboundEvent, inboundEventSchema } from "@open-cowork/shared";
import { type Attachment, parseAddressHeader } from "mailparser";
import { onlyAddress } from "../address.js";
import { oneLine } from "../line.js";
import { messageIds, rootWithin, threadRoot } from "../message-id.js";
import { automaticReason } from "./automatic.js";
import { attachmentsOf, inboundFiles } from "./mail-files.js";
import { MailHeaders } from "./mail-headers.js";
import { type MailParts, parseMail } from "./parse-mail.js";
import { replyText } from "./reply-text.js";
import { vouchedFor } from "./vouched-for.js";

export interface ReadMailOptions {
  /** Our address. */
  address: string;
  authservId: string;
}

/** A mail as it came. */
export interface RawMail {
  bytes: Uint8Array;
  /** When it reached us, in milliseconds since the epoch. */
  receivedAt: number;
  /** Of the whole mail; `bytes` may be only its beginning. */
  size: number;
  /** What `download` needs for its n-th file. */
  fileRef(index: number): string;
  /** Keeps the n-th file, where nobody else does. */
  hold?(index: number, content: Uint8Array): void;
}

export type MailReading =
  | { kind: "message"; event: InboundEvent; attachments: Attachment[] }
  /** Nobody whose words are for us: `reason` is a code. */
  | { kind: "ignored"; reason: string }
  /** Nobody vouches for its sender. */
  | { kind: "stranger"; person?: ChatPerson };

const DAY_MS = 86_400_000;
const TEXT_MAX = 200_000;

/** Makes an event of a mail. Never throws on what a mail contains: one that cannot be read is ignored as `unreadable`. */
export async function readMail(mail: RawMail, options: ReadMailOptions): Promise<MailReading> {
  const parsed = await parseMail(mail.bytes);
  if (!parsed) return { kind: "ignored", reason: "unreadable" };
  const headers = new MailHeaders(parsed.headerLines);
  const authors = headers.all("from");
  const from = authors.length === 1 ? onlyAddress(authors[0]!) : undefined;
  const automatic = automaticReason(headers, from, options.address);
  if (automatic) return { kind: "ignored", reason: automatic };
  if (!from) return { kind: "stranger" };
  const person = personOf(from, authors[0]!);
  if (!vouchedFor(headers.all("authentication-results"), options.authservId, from)) return { kind: "stranger", person };
  return message(mail, parsed, headers, { person, options });
}

function message(mail: RawMail, parsed: MailParts, headers: MailHeaders, by: { person: ChatPerson; options: ReadMailOptions }): MailReading {
  const { person, options } = by;
  const id = messageIds(headers.first("message-id"))[0];
  const earlier = [...messageIds(headers.first("references")), ...messageIds(headers.first("in-reply-to"))];
  const key = mailKey(person.id, id, headers, mail.bytes);
  const subject = oneLine(parsed.subject ?? "", 300);
  const title = oneLine(subject.replace(/^((re|aw|antw|sv|vs|odp)(\[\d+\])?\s*:\s*)+/i, ""), 300);
  const attachments = attachmentsOf(parsed.attachments);
  const written = replyText(parsed.text.slice(0, TEXT_MAX), { isReply: earlier.length > 0, isForward: /^(fwd?|wg|tr|rv|i)\s*:/i.test(subject) });
  // A mail without a body says what it has to say in its subject, unless it only repeats ours.
  const text = written || (earlier.length === 0 ? subject : "");
  if (text === "" && attachments.length === 0) return { kind: "ignored", reason: parsed.textConversionError ? "unreadable" : "empty" };
  const event = inboundEventSchema.safeParse({
    type: "message",
    key,
    conversation: {
      chat: person.id,
      topic: earlier.map((other) => rootWithin(options.address, other)).find(Boolean) ?? threadRoot(earlier[0] ?? id ?? key),
      kind: "direct",
      ...(title && { title }),
    },
    person,
    at: saidAt(parsed.date, mail.receivedAt),
    text,
    files: inboundFiles(attachments, mail),
    ...(id && { message: id }),
    addressed: true,
  });
  return event.success ? { kind: "message", event: event.data, attachments } : { kind: "ignored", reason: "unreadable" };
}

/**
 * Tells repetitions. With the sender in it, nobody can use up the id of somebody else's mail; without an id, the parts count that stay the same when a server
 * delivers a mail again.
 */
function mailKey(from: string, id: string | undefined, headers: MailHeaders, bytes: Uint8Array): string {
  const hash = createHash("sha256").update(JSON.stringify([from, id ?? null]));
  if (id === undefined) {
    hash.update(JSON.stringify(["date", "subject", "to"].map((name) => headers.all(name))));
    const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    hash.update(raw.subarray(Math.max(0, raw.indexOf("\r\n\r\n"))));
  }
  return `mail:${hash.digest("hex")}`;
}

function personOf(address: string, field: string): ChatPerson {
  const name = oneLine(parseAddressHeader(field).value[0]?.name ?? "", 300);
  return { id: address, name: name || address };
}

/** The sender's clock counts only where it is near ours. */
function saidAt(date: Date | undefined, receivedAt: number): number {
  const said = date?.getTime() ?? Number.NaN;
  return said <= receivedAt && said > receivedAt - 7 * DAY_MS ? said : receivedAt;
}
