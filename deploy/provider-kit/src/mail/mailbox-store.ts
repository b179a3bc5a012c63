/** A mail as an IMAP server keeps it. */
export interface StoredMail {
  uid: number;
  flags: Set<string>;
  raw: Buffer;
  at: Date;
}

/** One mailbox, in memory. UIDs only grow. */
export class MailboxStore {
  readonly mails: StoredMail[] = [];
  uidNext = 1;
  uidValidity = 1_000;
  readonly #listeners = new Set<() => void>();

  append(raw: Buffer, at = new Date()): StoredMail {
    const mail = { uid: this.uidNext++, flags: new Set<string>(), raw, at };
    this.mails.push(mail);
    this.#changed();
    return mail;
  }

  /** The mail comes in once more; if it is the last one and unseen it is moved to the end. */
  again(raw: Buffer): void {
    const last = this.mails.at(-1);
    if (last?.raw === raw && !last.flags.has("\\Seen")) this.mails.pop();
    this.append(raw);
  }

  clear(): void {
    this.mails.length = 0;
    this.#changed();
  }

  /** Calls back when mails came or went. Returns what ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
