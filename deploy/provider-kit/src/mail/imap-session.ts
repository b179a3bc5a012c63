import type { Socket } from "node:net";
import { fetchAnswer } from "./imap-fetch.js";
import { readLines } from "./imap-lines.js";
import { type ImapCommand, type ImapValue, inSet, parseCommand } from "./imap-parse.js";
import type { MailboxStore, StoredMail } from "./mailbox-store.js";

export interface ImapSessionOptions {
  store: MailboxStore;
  user: string;
  password: string;
  /** Announced after the greeting; without `LITERAL+` clients wait to be asked for literals. */
  capabilities: string;
  /** Called with the name of each command. */
  called(name: string): void;
}

/** One connection of an IMAP4rev1 server with one mailbox, INBOX (RFC 3501, with IDLE of RFC 2177 and LITERAL+). */
export class ImapSession {
  #state: "new" | "known" | "selected" = "new";
  #writable = false;
  /** UIDs that this client was told of; sequence numbers are places in here. */
  #told: number[] = [];
  /** Takes the next line in place of a command. */
  #next: ((line: string) => void) | undefined;
  #idling = false;
  readonly #forget: () => void;

  constructor(
    private readonly socket: Socket,
    private readonly options: ImapSessionOptions,
  ) {
    // A client that is gone is told so by `close`; what it did not hear is in the mailbox.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#forget());
    this.#forget = options.store.onChange(() => this.#idling && this.#tell());
    readLines(socket, {
      wanted: () => this.#write("+ go ahead"),
      line: (text, literals) => {
        const next = this.#next;
        this.#next = undefined;
        if (next) next(text);
        else this.#command(parseCommand(text, literals));
      },
    });
    this.#write(`* OK [CAPABILITY ${options.capabilities}] ready`);
  }

  #command(command: ImapCommand | undefined): void {
    if (!command) {
      this.#write("* BAD what?");
      return;
    }
    this.options.called(command.name);
    const answer = this.#answer(command);
    if (answer === undefined) return;
    if (this.#state === "selected") this.#tell();
    this.#write(`${command.tag} ${answer}`);
    if (command.name === "LOGOUT") this.socket.end();
  }

  /** The tagged answer; undefined when it comes later. */
  #answer({ tag, name, args }: ImapCommand): string | undefined {
    const [first, second] = args;
    if (name === "CAPABILITY") return this.#untagged(`CAPABILITY ${this.options.capabilities}`);
    if (name === "NOOP") return "OK done";
    if (name === "ID") return this.#untagged('ID ("name" "simulator" "version" "1")');
    if (name === "LOGOUT") return this.#untagged("BYE see you");
    if (name === "LOGIN") return this.#login(String(first), String(second));
    if (name === "AUTHENTICATE") return this.#authenticate(tag, String(first).toUpperCase(), second);
    if (this.#state === "new") return "BAD sign in first";
    if (name === "NAMESPACE") return this.#untagged('NAMESPACE (("" "/")) NIL NIL');
    if (name === "LIST" || name === "LSUB") return this.#list(name, String(second));
    if (name === "STATUS") return this.#status(first!, second!);
    if (name === "SELECT" || name === "EXAMINE") return this.#select(String(first), name === "SELECT");
    if (this.#state !== "selected") return "BAD select a mailbox first";
    if (name === "IDLE") return this.#idle(tag);
    if (name === "UID SEARCH") return this.#search(args);
    if (name === "FETCH" || name === "UID FETCH") return this.#fetch(String(first), second ?? [], name === "UID FETCH");
    if (name === "UID STORE") return this.#storeFlags(String(first), String(second), args[2] ?? []);
    return "BAD not known here";
  }

  #login(user: string, password: string): string {
    if (user !== this.options.user || password !== this.options.password) return "NO [AUTHENTICATIONFAILED] wrong name or password";
    this.#state = "known";
    return `OK [CAPABILITY ${this.options.capabilities}] welcome`;
  }

  #authenticate(tag: string, mechanism: string, initial: ImapValue | undefined): string | undefined {
    if (mechanism !== "PLAIN") return "NO not that way";
    const check = (response: string) => {
      const [, user = "", password = ""] = Buffer.from(response, "base64").toString().split("\u0000");
      return this.#login(user, password);
    };
    if (typeof initial === "string") return check(initial);
    this.#next = (line) => this.#write(`${tag} ${line === "*" ? "BAD given up" : check(line)}`);
    this.#write("+ ");
    return undefined;
  }

  #list(name: string, pattern: string): string {
    if (/^(inbox|\*|%)$/i.test(pattern)) this.#write(`* ${name} (\\HasNoChildren) "/" INBOX`);
    return "OK done";
  }

  #status(mailbox: ImapValue, items: ImapValue): string {
    if (String(mailbox).toUpperCase() !== "INBOX") return "NO [NONEXISTENT] no such mailbox";
    const { mails, uidNext, uidValidity } = this.options.store;
    const values: Record<string, number> = {
      MESSAGES: mails.length,
      RECENT: 0,
      UIDNEXT: uidNext,
      UIDVALIDITY: uidValidity,
      UNSEEN: mails.filter((mail) => !mail.flags.has("\\Seen")).length,
    };
    return this.#untagged(
      `STATUS INBOX (${[items]
        .flat()
        .map((item) => `${item} ${values[String(item)] ?? 0}`)
        .join(" ")})`,
    );
  }

  #select(mailbox: string, writable: boolean): string {
    if (mailbox.toUpperCase() !== "INBOX") return "NO [NONEXISTENT] no such mailbox";
    const { store } = this.options;
    this.#state = "selected";
    this.#writable = writable;
    this.#told = store.mails.map((mail) => mail.uid);
    this.#write("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)");
    this.#write(`* OK [PERMANENTFLAGS (${writable ? "\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*" : ""})] may be kept`);
    this.#write(`* ${this.#told.length} EXISTS`);
    this.#write("* 0 RECENT");
    this.#write(`* OK [UIDVALIDITY ${store.uidValidity}] valid`);
    this.#write(`* OK [UIDNEXT ${store.uidNext}] next`);
    return `OK [READ-${writable ? "WRITE" : "ONLY"}] selected`;
  }

  #idle(tag: string): undefined {
    this.#write("+ idling");
    this.#idling = true;
    this.#tell();
    this.#next = (line) => {
      this.#idling = false;
      this.#write(/^done$/i.test(line) ? `${tag} OK done` : `${tag} BAD DONE was expected`);
    };
  }

  #search(args: ImapValue[]): string {
    const { mails } = this.options.store;
    let found: StoredMail[] = [...mails];
    for (const key of args.map((arg) => String(arg).toUpperCase())) {
      if (key === "UNSEEN") found = found.filter((mail) => !mail.flags.has("\\Seen"));
      else if (key === "SEEN") found = found.filter((mail) => mail.flags.has("\\Seen"));
      else if (key !== "ALL") return "BAD not a search that is known here";
    }
    return this.#untagged(["SEARCH", ...found.map((mail) => mail.uid)].join(" "));
  }

  #fetch(set: string, items: ImapValue, byUid: boolean): string {
    for (const { mail, seq } of this.#chosen(set, byUid)) {
      const answer = fetchAnswer(mail, seq, items, byUid);
      if (!answer) return "BAD an item is not known here";
      this.socket.write(answer);
    }
    return "OK done";
  }

  #storeFlags(set: string, action: string, flags: ImapValue): string {
    if (!this.#writable) return "NO [READ-ONLY] selected by EXAMINE";
    const [, sign, silent] = /^([+-])FLAGS(\.SILENT)?$/i.exec(action) ?? [];
    if (!sign) return "BAD not a change that is known here";
    for (const { mail, seq } of this.#chosen(set, true)) {
      for (const flag of [flags].flat().map(String)) sign === "+" ? mail.flags.add(flag) : mail.flags.delete(flag);
      if (!silent) this.#write(`* ${seq} FETCH (UID ${mail.uid} FLAGS (${[...mail.flags].join(" ")}))`);
    }
    return "OK done";
  }

  #chosen(set: string, byUid: boolean): { mail: StoredMail; seq: number }[] {
    const highest = byUid ? (this.#told.at(-1) ?? 0) : this.#told.length;
    const told = this.options.store.mails.map((mail) => ({ mail, seq: this.#told.indexOf(mail.uid) + 1 }));
    return told.filter(({ mail, seq }) => seq > 0 && inSet(set, byUid ? mail.uid : seq, highest));
  }

  /** What came and went is announced while the client idles, and with the answer to each command. */
  #tell(): void {
    const now = this.options.store.mails.map((mail) => mail.uid);
    for (let at = this.#told.length - 1; at >= 0; at--) {
      if (now.includes(this.#told[at]!)) continue;
      this.#told.splice(at, 1);
      this.#write(`* ${at + 1} EXPUNGE`);
    }
    if (now.length > this.#told.length) this.#write(`* ${now.length} EXISTS`);
    this.#told = now;
  }

  #untagged(line: string): string {
    this.#write(`* ${line}`);
    return "OK done";
  }

  #write(line: string): void {
    if (this.socket.writable) this.socket.write(`${line}\r\n`);
  }
}
