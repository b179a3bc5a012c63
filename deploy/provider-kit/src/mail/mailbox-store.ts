/** A mail as an IMAP server keeps it. */
export interface StoredMail {
  uid: number;
  flags: Set<string>;
  raw: Buffer;
  at: Date;
}

/** One mailbox, in memory. UIDs only grow; `renew` gives all mails new ones, as a server does that was restored from a backup. */
export class MailboxStore {
  readonly mails: StoredMail[] = [];
  uidNext = 1;
  uidValidity = 1_000;
  readonly #listeners = new Set<() => void>();

  append(raw: Buffer, at = new Date()): StoredMail {
    const mail = { uid: this.uidNext++, flags: new Set<string>(), raw, at };
    this.mails.push(mail);
    for (const listener of this.#listeners) listener();
    return mail;
  }

  clear(): void {
    this.mails.length = 0;
  }

  renew(): void {
    this.uidValidity++;
    for (const mail of this.mails) mail.uid = this.uidNext++;
  }

  /** Calls back when a mail was put in. Returns what ends it. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
