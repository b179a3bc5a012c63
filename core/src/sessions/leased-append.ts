import { isAppError, type NewEvent, type SessionView } from "@open-cowork/shared";
import type { Lease } from "../authority/ports.js";
import type { Clock } from "../kernel/clock.js";
import type { Log } from "../kernel/log.js";
import type { Checkpoint } from "./ports.js";
import type { PublishingLog } from "./publishing-log.js";

interface Carried {
  checkpoints: readonly Checkpoint[];
  written(): void;
}

const ENDINGS: ReadonlySet<NewEvent["kind"]> = new Set<NewEvent["kind"]>(["run.finished", "run.failed", "run.aborted", "run.interrupted"]);

/** Pauses between tries while storage is away; about half a minute in all, longer than a database restart. */
const BACKOFF_MS = [100, 250, 500, 1_000, 2_000, 4_000, 8_000, 15_000];

/**
 * Appends under a lease, exactly once. When storage fails in the middle, the outcome is unknown: only this writer writes under its
 * epoch, so a newer event of that epoch in the log means that the batch was committed.
 */
export class LeasedAppend {
  lastSeq = 0;
  #carried: Carried | undefined;

  constructor(
    private readonly deps: { log: PublishingLog; clock: Clock; logger: Log },
    private readonly lease: Lease,
    private readonly view: () => SessionView,
  ) {}

  /** The commit that ends the run takes these along; `written` is called when it is through. */
  carry(checkpoints: readonly Checkpoint[], written: () => void): void {
    this.#carried = { checkpoints, written };
  }

  async commit(events: NewEvent[]): Promise<void> {
    let batch = events;
    const carried = events.some(({ kind }) => ENDINGS.has(kind)) ? this.#carried : undefined;
    const checkpoints = carried?.checkpoints;
    for (let attempt = 0; ; attempt++) {
      try {
        if (batch.length === 0) return;
        const { to } = await this.deps.log.append(this.lease, { session: this.lease.session, epoch: this.lease.epoch, events: batch, checkpoints });
        this.lastSeq = to;
        this.#arrived(carried);
        return;
      } catch (error) {
        if (!isAppError(error)) throw error;
        if (error.code === "approval.not_pending" || error.code === "question.not_pending") {
          const open = await this.#withoutClosed(batch);
          if (open.length === batch.length) throw error;
          batch = open;
          continue;
        }
        const pause = BACKOFF_MS[attempt];
        if (error.kind !== "unavailable" || pause === undefined) throw error;
        this.deps.logger.warn("executor.append_retry", { ...this.lease, attempt, error });
        await this.deps.clock.sleep(pause);
        if (!(await this.#wasCommitted())) continue;
        this.#arrived(carried);
        return;
      }
    }
  }

  #arrived(carried: Carried | undefined): void {
    if (carried === undefined) return;
    if (this.#carried === carried) this.#carried = undefined;
    carried.written();
  }

  /** The batch without endings of requests that somebody else has closed in the meantime. */
  async #withoutClosed(batch: NewEvent[]): Promise<NewEvent[]> {
    const closed = new Set<string>();
    for (const event of await this.deps.log.log.read(this.lease, this.lease.session, { after: this.view().seq })) {
      if (isClosing(event)) closed.add(event.body.id);
    }
    const { approvals, questions } = this.view();
    return batch.filter(
      (event) => !isClosing(event) || (!closed.has(event.body.id) && (approvals[event.body.id] ?? questions[event.body.id])?.state !== "answered"),
    );
  }

  async #wasCommitted(): Promise<boolean> {
    try {
      const after = Math.max(this.lastSeq, this.view().seq);
      const mine = (await this.deps.log.log.read(this.lease, this.lease.session, { after })).filter((event) => event.epoch === this.lease.epoch);
      this.lastSeq = mine.at(-1)?.seq ?? this.lastSeq;
      return mine.length > 0;
    } catch {
      // Storage is still away; the next try will tell.
      return false;
    }
  }
}

function isClosing(
  event: NewEvent,
): event is Extract<NewEvent, { kind: "approval.answered" | "approval.expired" | "question.answered" | "question.rejected" | "question.expired" }> {
  return (
    event.kind === "approval.answered" ||
    event.kind === "approval.expired" ||
    event.kind === "question.answered" ||
    event.kind === "question.rejected" ||
    event.kind === "question.expired"
  );
}
