import type { NewEvent } from "@open-cowork/shared";
import type { Lease } from "../authority/ports.js";
import type { Clock } from "../kernel/clock.js";
import type { Log } from "../kernel/log.js";
import type { Checkpoint, CheckpointStore } from "./ports.js";
import type { Turn } from "./turn.js";

/** Events after which the engine knows something new: its state is stored, so that a take-over goes on from there. */
const STEPS: ReadonlySet<NewEvent["kind"]> = new Set<NewEvent["kind"]>([
  "message.started",
  "message.finished",
  "tool.finished",
  "approval.requested",
  "question.requested",
]);
/** Steps this close together are stored as one; a run that ends sooner stores them with its end. */
const STEP_MS = 100;

/**
 * Stores what the engine knows: in mid-run beside the run, at its end in the transaction that ends it, so that a run that is told to be over is
 * always part of what the next prompt's model hears. Checkpoints are saved in order and none is left out: a gap would make all later ones useless.
 */
export class RunCheckpoints {
  #unsaved: Checkpoint[] = [];
  #work: Promise<void> = Promise.resolve();
  #cancelStep: (() => void) | undefined;
  #stopped = false;

  constructor(
    private readonly deps: { checkpoints: CheckpointStore; clock: Clock; logger: Log },
    private readonly lease: Lease,
  ) {}

  afterEvents(turn: Turn, events: readonly NewEvent[]): void {
    if (this.#cancelStep !== undefined || !events.some(({ kind }) => STEPS.has(kind))) return;
    this.#cancelStep = this.deps.clock.after(STEP_MS, () => {
      this.#cancelStep = undefined;
      this.#next(() => this.#save(turn));
    });
  }

  /** What has to be written with the run's last event. Never rejects: a run must be able to end whatever has become of its engine. */
  async atEnd(turn: Turn): Promise<readonly Checkpoint[]> {
    this.#dropStep();
    this.#next(() => this.#take(turn));
    await this.#work;
    return [...this.#unsaved];
  }

  /** The log has these now. */
  saved(checkpoints: readonly Checkpoint[]): void {
    this.#unsaved = this.#unsaved.filter((checkpoint) => !checkpoints.includes(checkpoint));
  }

  /** Stores what is still to be stored; resolves when nothing is under way any more. */
  async settled(turn: Turn | undefined): Promise<void> {
    if (this.#cancelStep !== undefined && turn !== undefined) this.#next(() => this.#save(turn));
    this.#dropStep();
    await this.#work;
  }

  stop(): void {
    this.#stopped = true;
    this.#dropStep();
  }

  #dropStep(): void {
    this.#cancelStep?.();
    this.#cancelStep = undefined;
  }

  async #take(turn: Turn): Promise<void> {
    const checkpoint = await turn.checkpoint();
    if (checkpoint !== undefined) this.#unsaved.push(checkpoint);
  }

  async #save(turn: Turn): Promise<void> {
    await this.#take(turn);
    for (const checkpoint of [...this.#unsaved]) {
      if (this.#stopped) return;
      await this.deps.checkpoints.save(this.lease, this.lease.session, this.lease.epoch, checkpoint);
      this.saved([checkpoint]);
    }
  }

  /** A failure is logged, and the next step stores what this one could not. */
  #next(work: () => Promise<void>): void {
    this.#work = this.#work
      .then(() => (this.#stopped ? undefined : work()))
      .catch((error: unknown) => this.deps.logger.warn("executor.checkpoint_failed", { ...this.lease, error }));
  }
}
