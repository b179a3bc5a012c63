import { Turns } from "@open-cowork/core/transport";

/** A mail that was read. */
export interface SortedMail {
  /** Mails of one line are to be handed over in order. */
  line: string;
  /** Resolves when the mail needs no more attention. Rejects when the sink could not store it; it may be called again. */
  handOver(): Promise<void>;
}

/** The line of mail that goes to nobody. */
export const NOBODY = "";

/**
 * Mail on its way to the sink: of one person in order, of several at the same time. When one cannot be stored, those behind it in its line are turned back
 * too, so that none overtakes it, until `resume`.
 */
export class MailLines {
  readonly #turns = new Turns();
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #blocked = new Set<string>();
  #failures = 0;

  /** @param options.most How many may be under way before `room` waits */
  constructor(private readonly options: { most: number; failed(error: unknown): void; recovered(): void }) {}

  has(id: string): boolean {
    return this.#underWay.has(id);
  }

  /** Something could not be stored and waits. */
  get blocked(): boolean {
    return this.#blocked.size > 0;
  }

  /** Failures since something was last stored. */
  get failures(): number {
    return this.#failures;
  }

  /** Lets everything be tried again. */
  resume(): void {
    this.#blocked.clear();
  }

  /** Hands it over in its turn, then calls `stored`. */
  put(id: string, mail: SortedMail, stored: () => Promise<void>): void {
    const done = this.#turns.run(mail.line, async () => {
      if (this.#blocked.has(mail.line)) return;
      try {
        await mail.handOver();
      } catch (error) {
        this.#blocked.add(mail.line);
        this.#failures++;
        this.options.failed(error);
        return;
      }
      if (this.#failures > 0 && mail.line !== NOBODY) {
        this.#failures = 0;
        this.options.recovered();
      }
      await stored();
    });
    const ended = done.finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, ended);
  }

  /** Resolves when another one may be put in. */
  async room(): Promise<void> {
    while (this.#underWay.size >= this.options.most) await Promise.race(this.#underWay.values());
  }

  async ended(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }
}
