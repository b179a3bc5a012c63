import type { SessionView } from "@open-cowork/shared";
import type { Lease } from "../authority/ports.js";
import type { EventLog } from "./ports.js";

/** Events after the last snapshot before a new one pays. */
const MIN_TAIL = 200;

/**
 * When to store a snapshot. The tail may grow with the log (an eighth of it), so that the total cost of snapshots stays
 * linear in the length of a thread while opening it stays one read and a short fold.
 */
export class SnapshotPolicy {
  /** Position of the stored snapshot; 0 when there is none, undefined before it was needed. */
  #last: number | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly lease: Lease,
  ) {}

  async afterRun(view: SessionView): Promise<void> {
    const { seq } = view;
    const pays = Math.max(MIN_TAIL, seq / 8);
    if (seq - (this.#last ?? 0) < pays) return;
    this.#last ??= (await this.log.snapshot(this.lease, this.lease.session))?.seq ?? 0;
    if (seq - this.#last < pays) return;
    this.#last = seq;
    await this.log.saveSnapshot(this.lease, this.lease.session, { seq, json: JSON.stringify(view) });
  }
}
