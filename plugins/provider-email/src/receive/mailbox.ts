import type { Clock, HealthReport, Log } from "@open-cowork/core/kernel";
import { isAppError } from "@open-cowork/shared";
import type { ImapFlow } from "imapflow";
import { backoffMs } from "../backoff.js";
import type { ImapSettings } from "../config.js";
import { type MailFault, mailFault } from "../mail-fault.js";
import { openMailbox } from "./imap-client.js";
import { MailLines, type SortedMail } from "./mail-lines.js";
import { MailboxLife } from "./mailbox-life.js";
import type { RawMail } from "./read-mail.js";

export interface MailboxOptions {
  settings: ImapSettings;
  maxBytes: number;
  clock: Clock;
  log: Log;
  /** From 0 to 1. */
  random: () => number;
  /** Reads one mail, oldest first, one at a time. It is marked as seen once it is handed over; where that fails the mail stays and comes again. */
  sort(mail: RawMail): Promise<SortedMail>;
  health(report: HealthReport): void;
}

/** A connection that lived this long ends a series of failures. */
const STEADY_MS = 30_000;
const LOGOUT_MS = 3_000;
const UNDER_WAY = 50;
const AGAIN = { baseMs: 500, capMs: 60_000 };
/** Servers lock accounts after some wrong passwords. */
const UNAUTHORISED = { baseMs: 30_000, capMs: 600_000 };

/**
 * Follows one mailbox over IMAP. What is unseen is to be dealt with: the flag is the only progress that is kept, and it is kept by the server, so a restart or
 * a lost connection loses and repeats nothing that was stored.
 */
export class Mailbox {
  #life: MailboxLife | undefined;

  constructor(private readonly options: MailboxOptions) {}

  /** Resolves when mail can come in. From then on it repairs its connection by itself. @throws AppError `provider.failed` when the first connection fails */
  async start(): Promise<void> {
    if (this.#life) return;
    const life = new MailboxLife(this.options.clock);
    this.#life = life;
    try {
      const client = await this.#open(life);
      life.done = this.#serve(life, client);
    } catch (error) {
      if (this.#life === life) this.#life = undefined;
      throw error;
    }
  }

  /** What is being handed over is finished first. Idempotent. */
  async stop(): Promise<void> {
    const life = this.#life;
    life?.end();
    await life?.done;
    if (this.#life === life) this.#life = undefined;
  }

  /** A mail that was taken over earlier; undefined when it is gone. @throws Error when there is no connection */
  async read(uidValidity: string, uid: number): Promise<Buffer | undefined> {
    const client = this.#life?.client;
    if (!client?.usable || !client.mailbox) throw new Error("not connected");
    if (String(client.mailbox.uidValidity) !== uidValidity) return undefined;
    const found = await client.fetchOne(String(uid), { uid: true, source: { maxLength: this.options.maxBytes } }, { uid: true });
    return found ? found.source : undefined;
  }

  async #open(life: MailboxLife): Promise<ImapFlow> {
    const { settings, maxBytes, log, health } = this.options;
    const client = await openMailbox(settings, { maxBytes, signal: life.signal });
    client.on("exists", () => life.nudge());
    client.on("close", () => life.nudge());
    life.client = client;
    log.info("mail.connected", { mailbox: settings.mailbox });
    health({ state: "ok" });
    return client;
  }

  async #serve(life: MailboxLife, first: ImapFlow): Promise<void> {
    const { clock } = this.options;
    const lines = new MailLines({ most: UNDER_WAY, failed: (error) => this.#notStored(life, error), recovered: () => this.options.health({ state: "ok" }) });
    let client: ImapFlow | undefined = first;
    for (let failures = 0; !life.signal.aborted; client = undefined) {
      const since = clock.now();
      let fault: MailFault = { code: "closed", unauthorised: false };
      try {
        client ??= await this.#open(life);
        await this.#follow(life, client, lines);
      } catch (error) {
        fault = isAppError(error) ? (error.details as MailFault) : mailFault(error);
      }
      if (life.signal.aborted) break;
      client?.close();
      failures = client && clock.now() - since > STEADY_MS ? 1 : failures + 1;
      await life.pause(this.#lost(fault, failures));
    }
    await lines.ended();
    if (client) await this.#leave(client);
  }

  /** Says that the connection is lost. @returns when to try again, in milliseconds */
  #lost(fault: MailFault, failures: number): number {
    const { settings, log, random, health } = this.options;
    const retryMs = backoffMs(failures, { ...(fault.unauthorised ? UNAUTHORISED : AGAIN), random });
    log.warn("mail.connection_lost", { code: fault.code, failures, retryMs });
    const server = `IMAP server ${settings.host}:${settings.port}`;
    health(
      fault.unauthorised
        ? { state: "failed", detail: `${server} does not accept imap.user and imap.password (${fault.code}).` }
        : {
            state: failures > 5 ? "failed" : "degraded",
            detail: `The connection to ${server} is lost (${fault.code}); it is tried again, and mail waits there.`,
          },
    );
    return retryMs;
  }

  async #leave(client: ImapFlow): Promise<void> {
    const giveUp = this.options.clock.after(LOGOUT_MS, () => client.close());
    // Whether the server heard us or not, this connection ends.
    await client.logout().catch(() => client.close());
    giveUp();
  }

  /** Takes what is unseen, then waits for more. Returns when the connection or this life ends. */
  async #follow(life: MailboxLife, client: ImapFlow, lines: MailLines): Promise<void> {
    const { settings, random } = this.options;
    while (client.usable && !life.signal.aborted) {
      life.heard = false;
      if (lines.blocked) {
        await life.pause(backoffMs(Math.max(1, lines.failures), { ...AGAIN, random }), { untilHeard: () => !client.usable });
        lines.resume();
        continue;
      }
      await this.#drain(life, client, lines);
      // Ends by itself when the next command is given; when the connection breaks, `close` says so.
      client.idle().catch(() => life.nudge());
      await life.pause(settings.pollMs, { untilHeard: () => true });
    }
  }

  async #drain(life: MailboxLife, client: ImapFlow, lines: MailLines): Promise<void> {
    const unseen = await client.search({ seen: false }, { uid: true });
    if (!unseen) throw Object.assign(new Error("search refused"), { code: "SEARCH" });
    const uidValidity = client.mailbox ? String(client.mailbox.uidValidity) : "";
    for (const uid of unseen.sort((a, b) => a - b)) {
      const id = `${uidValidity}:${uid}`;
      await lines.room();
      if (life.signal.aborted || lines.blocked) return;
      if (lines.has(id)) continue;
      const mail = await this.#fetch(client, uid, id);
      if (mail) lines.put(id, await this.options.sort(mail), () => this.#seen(life, client, uid));
    }
  }

  async #fetch(client: ImapFlow, uid: number, id: string): Promise<RawMail | undefined> {
    const query = { uid: true, size: true, internalDate: true, source: { maxLength: this.options.maxBytes } };
    const found = await client.fetchOne(String(uid), query, { uid: true });
    if (!found || found.source === undefined) return undefined;
    const received = found.internalDate ? new Date(found.internalDate).getTime() : Number.NaN;
    return {
      bytes: found.source,
      size: found.size ?? found.source.length,
      receivedAt: Number.isFinite(received) ? received : this.options.clock.now(),
      fileRef: (index) => `imap:${id}:${index}`,
    };
  }

  /** A mark that fails is no loss: the mail is read again, and known. */
  async #seen(life: MailboxLife, client: ImapFlow, uid: number): Promise<void> {
    const done = await client.messageFlagsAdd(String(uid), ["\\Seen"], { uid: true }).catch((error: unknown) => mailFault(error).code);
    if (done === true) return;
    this.options.log.warn("mail.not_marked", { code: done === false ? "refused" : done });
    // A new connection reads it again, after a pause.
    client.close();
    life.nudge();
  }

  #notStored(life: MailboxLife, error: unknown): void {
    this.options.log.warn("mail.not_stored", { error });
    this.options.health({ state: "degraded", detail: "Mail could not be handed over. It waits in the mailbox and is tried again." });
    life.nudge();
  }
}
