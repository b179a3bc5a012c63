import type { Clock } from "@open-cowork/core/kernel";
import type { ImapFlow } from "imapflow";

/** From one start of a mailbox to its stop: what it waits for, and what wakes it. */
export class MailboxLife {
  readonly #abort = new AbortController();
  readonly signal: AbortSignal = this.#abort.signal;
  client: ImapFlow | undefined;
  done: Promise<void> = Promise.resolve();
  /** Something happened since this was last put to false. */
  heard = false;
  #look: (() => void) | undefined;

  constructor(private readonly clock: Clock) {}

  end(): void {
    this.#abort.abort();
    this.#look?.();
  }

  nudge(): void {
    this.heard = true;
    this.#look?.();
  }

  /** Waits for that time, for the end, or until something was heard and `untilHeard` agrees. */
  pause(ms: number, { untilHeard = () => false }: { untilHeard?: () => boolean } = {}): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        cancel();
        this.#look = undefined;
        resolve();
      };
      const cancel = this.clock.after(ms, finish);
      this.#look = () => {
        if (this.signal.aborted || (this.heard && untilHeard())) finish();
      };
      this.#look();
    });
  }
}
