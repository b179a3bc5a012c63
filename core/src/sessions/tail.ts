import { isAppError, type SessionEvent } from "@open-cowork/shared";
import type { TenantContext } from "../kernel/context.js";
import type { Log } from "../kernel/log.js";
import type { EventBus } from "../transport/ports.js";
import type { EventLog, TailSink } from "./ports.js";
import { type Committed, type SessionRef, topics } from "./topics.js";

/** Events in one read while catching up. */
const PAGE = 1_000;

/**
 * Follows one session: what is in the log after `after`, then live. Announced batches that continue the sequence are handed
 * on as they are; anything else (a gap, a batch without its events) is read from the log. Delivery is in order, exactly once.
 */
export class SessionTail {
  readonly ref: SessionRef;
  #next: number;
  #head = 0;
  #reading = false;
  #closed = false;
  #unsubscribe: () => void = () => undefined;

  constructor(
    private readonly deps: { log: EventLog; bus: EventBus; logger: Log },
    ctx: TenantContext,
    session: string,
    after: number,
    private readonly sink: TailSink,
  ) {
    this.ref = { tenant: ctx.tenant, session };
    this.#next = after + 1;
  }

  /** Subscribes first and reads then, so that nothing falls between. @throws AppError `session.not_found` */
  async open(): Promise<void> {
    this.#unsubscribe = this.deps.bus.subscribe(topics.session(this.ref), (message) => this.#onCommitted(message as Committed));
    try {
      await this.#read();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Tells the tail how long the log is, or that there is none any more; it reads what it has not seen. */
  known(head: number | undefined): void {
    this.#head = Math.max(this.#head, head ?? 0);
    if (head === undefined || this.#head >= this.#next) this.#catchUp();
  }

  close(): void {
    this.#closed = true;
    this.#unsubscribe();
  }

  #onCommitted({ from, to, events }: Committed): void {
    if (to < this.#next) return;
    this.#head = Math.max(this.#head, to);
    if (!this.#reading && events !== undefined && from <= this.#next) this.#deliver(events.slice(this.#next - from));
    else this.#catchUp();
  }

  #catchUp(): void {
    if (this.#reading || this.#closed) return;
    this.#read().catch((error: unknown) => {
      if (isAppError(error) && error.code === "session.not_found") {
        this.close();
        this.sink.reset();
        return;
      }
      // The next announcement or the repair of heads tries again; until then the reader is behind, never wrong.
      this.deps.logger.warn("tail.read_failed", { ...this.ref, error });
    });
  }

  async #read(): Promise<void> {
    this.#reading = true;
    try {
      do {
        const events = await this.deps.log.read(this.ref, this.ref.session, { after: this.#next - 1, limit: PAGE });
        this.#deliver(events);
        if (events.length < PAGE && this.#next > this.#head) return;
        // Announced but not readable yet would be a lie of the bus; a later announcement or the repair tries again.
        if (events.length === 0) return;
      } while (!this.#closed);
    } finally {
      this.#reading = false;
    }
  }

  #deliver(events: readonly SessionEvent[]): void {
    if (this.#closed || events.length === 0) return;
    this.#next = events[events.length - 1]!.seq + 1;
    this.sink.events(events);
  }
}
