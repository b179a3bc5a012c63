import { parseAddressHeader } from "mailparser";
import type { ImapValue } from "./imap-parse.js";
import type { StoredMail } from "./mailbox-store.js";

/** The answer to a FETCH of one mail: text and literals, in order. Undefined when an item is not known. */
export function fetchAnswer(mail: StoredMail, seq: number, items: ImapValue, withUid: boolean): Buffer | undefined {
  const wanted = (Array.isArray(items) ? items : [items]).map((item) => (Array.isArray(item) ? `(${item.join(" ")})` : item));
  if (withUid && !wanted.some((item) => item.toUpperCase() === "UID")) wanted.push("UID");
  const parts: Buffer[] = [];
  for (const item of wanted) {
    const part = itemOf(mail, item);
    if (!part) return undefined;
    parts.push(parts.length > 0 ? Buffer.from(" ") : Buffer.alloc(0), part);
  }
  return Buffer.concat([Buffer.from(`* ${seq} FETCH (`), ...parts, Buffer.from(")\r\n")]);
}

function itemOf(mail: StoredMail, item: string): Buffer | undefined {
  const name = item.toUpperCase();
  if (name === "UID") return Buffer.from(`UID ${mail.uid}`);
  if (name === "FLAGS") return Buffer.from(`FLAGS (${[...mail.flags].join(" ")})`);
  if (name === "RFC822.SIZE") return Buffer.from(`RFC822.SIZE ${mail.raw.length}`);
  if (name === "INTERNALDATE") return Buffer.from(`INTERNALDATE "${internalDate(mail.at)}"`);
  if (name === "ENVELOPE") return Buffer.from(`ENVELOPE ${envelope(mail.raw)}`);
  const body = /^BODY(\.PEEK)?\[(HEADER|TEXT|)\](?:<(\d+)\.(\d+)>)?$/.exec(name);
  if (!body) return undefined;
  const [, peek, section, from, count] = body;
  if (!peek) mail.flags.add("\\Seen");
  const split = mail.raw.indexOf("\r\n\r\n") + 4;
  const whole = section === "HEADER" ? mail.raw.subarray(0, split) : section === "TEXT" ? mail.raw.subarray(split) : mail.raw;
  const content = from === undefined ? whole : whole.subarray(Number(from), Number(from) + Number(count));
  return Buffer.concat([Buffer.from(`BODY[${section}]${from === undefined ? "" : `<${from}>`} {${content.length}}\r\n`), content]);
}

function internalDate(at: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(at.toUTCString())!;
  return `${day}-${month}-${year} ${time} +0000`;
}

/** RFC 3501, 7.4.2. */
function envelope(raw: Buffer): string {
  const head = raw
    .subarray(0, raw.indexOf("\r\n\r\n"))
    .toString()
    .replace(/\r\n(?=[ \t])/g, "");
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, "im").exec(head)?.[1]?.trim();
  const quoted = (value: string | undefined) => (value === undefined ? "NIL" : `"${value.replace(/["\\]/g, "\\$&")}"`);
  const people = (name: string) => {
    const list = parseAddressHeader(field(name)).value.filter((each) => each.address);
    const one = ({ name: shown, address }: (typeof list)[number]) =>
      `(${quoted(shown || undefined)} NIL ${quoted(address!.split("@")[0])} ${quoted(address!.split("@")[1])})`;
    return list.length > 0 ? `(${list.map(one).join("")})` : "NIL";
  };
  const from = people("From");
  const ids = [field("In-Reply-To"), field("Message-ID")].map(quoted);
  return `(${quoted(field("Date"))} ${quoted(field("Subject"))} ${from} ${from} ${from} ${people("To")} ${people("Cc")} NIL ${ids.join(" ")})`;
}
