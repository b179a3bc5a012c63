import type { NewEvent, SessionView } from "@open-cowork/shared";
import type { Lease } from "../authority/ports.js";
import type { Log } from "../kernel/log.js";
import type { Checkpoint, CheckpointStore, EventLog, SessionIndex } from "./ports.js";
import { SnapshotPolicy } from "./snapshot-policy.js";
import type { Turn } from "./turn.js";

/** Events after which the engine knows something new: its state is stored, so that a take-over goes on from there. */
const STEPS: ReadonlySet<NewEvent["kind"]> = new Set<NewEvent["kind"]>([
  "message.started",
  "message.finished",
  "tool.finished",
  "approval.requested",
  "question.requested",
]);

/**
 * Stores the engine's state at each step, what was said for the search, and a snapshot now and then: one at a time, beside the run and never in its way.
 * A failure is logged and the next step tries again: both only make later work cheaper, the log is complete without them.
 */
export class Upkeep {
  #work: Promise<void> = Promise.resolve();
  #stepWaits = false;
  /** The engine gives each piece of its state once, so one that could not be stored is kept for the next try. */
  readonly #unsaved: Checkpoint[] = [];
  #stopped = false;
  readonly #snapshots: SnapshotPolicy;

  constructor(
    private readonly deps: { log: EventLog; index: SessionIndex; checkpoints: CheckpointStore; logger: Log },
    private readonly lease: Lease,
  ) {
    this.#snapshots = new SnapshotPolicy(deps.log, lease);
  }

  /** Steps that come while one is being stored are stored together after it. */
  afterEvents(turn: Turn, events: readonly NewEvent[]): void {
    if (this.#stepWaits || !events.some(({ kind }) => STEPS.has(kind))) return;
    this.#stepWaits = true;
    this.#next("checkpoint", () => {
      this.#stepWaits = false;
      return this.#checkpoint(turn);
    });
  }

  afterRun(turn: Turn, view: SessionView): void {
    this.#next("checkpoint", () => this.#checkpoint(turn));
    this.#next("search", () => this.#makeSearchable(turn.run, view));
    this.#next("snapshot", () => this.#snapshots.afterRun(view));
  }

  /** Resolves when nothing is being stored any more. */
  settled(): Promise<void> {
    return this.#work;
  }

  stop(): void {
    this.#stopped = true;
  }

  async #checkpoint(turn: Turn): Promise<void> {
    const checkpoint = await turn.checkpoint();
    if (checkpoint !== undefined) this.#unsaved.push(checkpoint);
    for (let next = this.#unsaved[0]; next !== undefined && !this.#stopped; next = this.#unsaved[0]) {
      await this.deps.checkpoints.save(this.lease, this.lease.session, this.lease.epoch, next);
      this.#unsaved.shift();
    }
  }

  async #makeSearchable(run: string, view: SessionView): Promise<void> {
    const texts: { seq: number; at: number; text: string }[] = [];
    for (let i = view.blocks.length - 1; i >= 0; i--) {
      const block = view.blocks[i]!;
      if (block.run === run && block.type === "text" && block.text !== "") texts.push({ seq: block.seq, at: block.at, text: block.text });
      // Only steered messages belong to a run besides the one that opened it.
      if (block.run === run && block.type === "person" && !block.steered) break;
    }
    if (texts.length > 0) await this.deps.index.addSaid(this.lease, this.lease.session, texts);
  }

  #next(what: string, work: () => Promise<void>): void {
    this.#work = this.#work
      .then(() => (this.#stopped ? undefined : work()))
      .catch((error: unknown) => this.deps.logger.warn("executor.upkeep_failed", { ...this.lease, what, error }));
  }
}
