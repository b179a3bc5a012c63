import type { Clock, HealthReport, Log } from "@open-cowork/core/kernel";
import { isAppError } from "@open-cowork/shared";
import type { ImapFlow } from "imapflow";
import { backoffMs } from "../backoff.js";
import type { ImapSettings } from "../config.js";
import { type MailFault, mailFault } from "../mail-fault.js";
import { openMailbox } from "./imap-client.js";
import type { RawMail } from "./read-mail.js";

export interface MailboxOptions {
  settings: ImapSettings;
  maxBytes: number;
  clock: Clock;
  log: Log;
  random: () => number;
  /** Takes one mail over, oldest first, one at a time. It is marked as seen once this resolves; where it rejects the mail stays and comes again. */
  take(mail: RawMail): Promise<void>;
  health(report: HealthReport): void;
}

/** A connection that lived this long ends a series of failures. */
const STEADY_MS = 30_000;
const LOGOUT_MS = 3_000;
const LOST = { baseMs: 500, capMs: 60_000 };
/** Servers lock accounts after some wrong passwords. */
const UNAUTHORISED = { baseMs: 30_000, capMs: 600_000 };

/**
 * Follows one mailbox over IMAP. What is unseen is to be dealt with: the flag is the only progress that is kept, and it is kept by the server, so a restart or
 * a lost connection loses and repeats nothing that was stored.
 */
export class Mailbox {
  #life: Life | undefined;

  constructor(private readonly options: MailboxOptions) {}

  /** Resolves when mail can come in. From then on it repairs its connection by itself. @throws AppError `provider.failed` when the first connection fails */
  async start(): Promise<void> {
    if (this.#life) return;
    const life = new Life();
    this.#life = life;
    try {
      const client = await this.#open(life);
      life.done = this.#serve(life, client);
    } catch (error) {
      if (this.#life === life) this.#life = undefined;
      throw error;
    }
  }

  /** The mail at hand is finished first. Idempotent. */
  async stop(): Promise<void> {
    const life = this.#life;
    this.#life = undefined;
    life?.end();
    await life?.done;
  }

  /** A mail that was taken over earlier; undefined when it is gone. @throws Error when there is no connection */
  async read(uidValidity: string, uid: number): Promise<Buffer | undefined> {
    const client = this.#life?.client;
    if (!client?.usable || !client.mailbox) throw new Error("not connected");
    if (String(client.mailbox.uidValidity) !== uidValidity) return undefined;
    const found = await client.fetchOne(String(uid), { uid: true, source: { maxLength: this.options.maxBytes } }, { uid: true });
    return found ? found.source : undefined;
  }

  async #open(life: Life): Promise<ImapFlow> {
    const { settings, maxBytes, log, health } = this.options;
    const client = await openMailbox(settings, { maxBytes, signal: life.signal });
    client.on("exists", () => life.nudge());
    client.on("close", () => life.nudge());
    life.client = client;
    log.info("mail.connected", { mailbox: settings.mailbox });
    health({ state: "ok" });
    return client;
  }

  async #serve(life: Life, first: ImapFlow): Promise<void> {
    const { clock, log, random, settings } = this.options;
    let client: ImapFlow | undefined = first;
    for (let failures = 0; !life.signal.aborted; client = undefined) {
      const since = clock.now();
      let fault: MailFault = { code: "closed", unauthorised: false };
      try {
        client ??= await this.#open(life);
        await this.#follow(life, client);
      } catch (error) {
        fault = isAppError(error) ? (error.details as MailFault) : mailFault(error);
      }
      if (life.signal.aborted) break;
      client?.close();
      failures = client && clock.now() - since > STEADY_MS ? 1 : failures + 1;
      const retryMs = backoffMs(failures, { ...(fault.unauthorised ? UNAUTHORISED : LOST), random });
      log.warn("mail.connection_lost", { code: fault.code, failures, retryMs });
      const server = `IMAP server ${settings.host}:${settings.port}`;
      this.options.health(
        fault.unauthorised
          ? { state: "failed", detail: `${server} does not accept imap.user and imap.password (${fault.code}).` }
          : {
              state: failures > 5 ? "failed" : "degraded",
              detail: `The connection to ${server} is lost (${fault.code}); it is tried again, and mail waits there.`,
            },
      );
      await life.pause(clock, retryMs);
    }
    if (client) await this.#leave(client);
  }

  async #leave(client: ImapFlow): Promise<void> {
    const giveUp = this.options.clock.after(LOGOUT_MS, () => client.close());
    // Whether the server heard us or not, this connection ends.
    await client.logout().catch(() => client.close());
    giveUp();
  }

  /** Takes over what is unseen, then waits for more. Returns when the connection or this life ends. */
  async #follow(life: Life, client: ImapFlow): Promise<void> {
    const { clock, random, settings } = this.options;
    let refusals = 0;
    while (client.usable && !life.signal.aborted) {
      life.heard = false;
      const taken = await this.#drain(life, client);
      if (life.signal.aborted) return;
      if (taken && refusals > 0) this.options.health({ state: "ok" });
      refusals = taken ? 0 : refusals + 1;
      // Ends by itself when the next command is given; when the connection breaks, `close` says so.
      client.idle().catch(() => life.nudge());
      if (taken) await life.pause(clock, settings.pollMs, { untilHeard: () => true });
      else await life.pause(clock, backoffMs(refusals, { ...LOST, random }), { untilHeard: () => !client.usable });
    }
  }

  /** False when a mail could not be handed over. It and those behind it wait, so that none overtakes it. */
  async #drain(life: Life, client: ImapFlow): Promise<boolean> {
    const unseen = await client.search({ seen: false }, { uid: true });
    if (!unseen) throw Object.assign(new Error("search refused"), { code: "SEARCH" });
    const uidValidity = client.mailbox ? String(client.mailbox.uidValidity) : "";
    for (const uid of unseen.sort((a, b) => a - b)) {
      if (life.signal.aborted) return true;
      const query = { uid: true, size: true, internalDate: true, source: { maxLength: this.options.maxBytes } };
      const found = await client.fetchOne(String(uid), query, { uid: true });
      if (!found || found.source === undefined) continue;
      const received = found.internalDate ? new Date(found.internalDate).getTime() : Number.NaN;
      const mail: RawMail = {
        bytes: found.source,
        cut: (found.size ?? 0) > found.source.length,
        receivedAt: Number.isFinite(received) ? received : this.options.clock.now(),
        fileRef: (index) => `imap:${uidValidity}:${uid}:${index}`,
      };
      try {
        await this.options.take(mail);
      } catch (error) {
        this.options.log.warn("mail.not_stored", { error });
        this.options.health({ state: "degraded", detail: "Mail could not be handed over. It waits in the mailbox and is tried again." });
        return false;
      }
      if (!(await client.messageFlagsAdd(String(uid), ["\\Seen"], { uid: true }))) throw Object.assign(new Error("flag refused"), { code: "STORE" });
    }
    return true;
  }
}

/** From one start to its stop. */
class Life {
  readonly #abort = new AbortController();
  readonly signal = this.#abort.signal;
  client: ImapFlow | undefined;
  done: Promise<void> = Promise.resolve();
  /** Something happened since this was last put to false. */
  heard = false;
  #woken: (() => void) | undefined;

  end(): void {
    this.#abort.abort();
    this.#woken?.();
  }

  nudge(): void {
    this.heard = true;
    this.#woken?.();
  }

  /** Waits for that time, for the end, or until something was heard and `untilHeard` agrees. */
  pause(clock: Clock, ms: number, { untilHeard = () => false }: { untilHeard?: () => boolean } = {}): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        if (!this.signal.aborted && !(this.heard && untilHeard())) return;
        finish();
      };
      const finish = () => {
        cancel();
        this.#woken = undefined;
        resolve();
      };
      const cancel = clock.after(ms, finish);
      this.#woken = done;
      done();
    });
  }
}
