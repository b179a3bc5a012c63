import type { SessionView } from "@open-cowork/shared";
import type { Lease } from "../authority/ports.js";
import type { Clock } from "../kernel/clock.js";
import type { Log } from "../kernel/log.js";
import type { EventLog, SessionIndex } from "./ports.js";
import { SnapshotPolicy } from "./snapshot-policy.js";

/** Runs that end within this time are made searchable in one go. */
const SEARCH_MS = 500;

/**
 * What is done for a session beside its runs and never in their way: texts for the search, and a snapshot now and then. A failure is logged;
 * a snapshot is tried again after the next run, and the texts of the last run whenever a worker takes the session, so that a crash loses none.
 */
export class Upkeep {
  #work: Promise<void> = Promise.resolve();
  readonly #unsearchable = new Set<string>();
  #cancelSearch: (() => void) | undefined;
  #stopped = false;
  readonly #snapshots: SnapshotPolicy;

  constructor(
    private readonly deps: { log: EventLog; index: SessionIndex; clock: Clock; logger: Log },
    private readonly lease: Lease,
    private readonly view: () => SessionView,
  ) {
    this.#snapshots = new SnapshotPolicy(deps.log, lease);
  }

  afterRun(run: string): void {
    this.makeSearchable(run);
    this.#next("snapshot", () => this.#snapshots.afterRun(this.view()));
  }

  /** Idempotent. */
  makeSearchable(run: string): void {
    this.#unsearchable.add(run);
    this.#cancelSearch ??= this.deps.clock.after(SEARCH_MS, () => this.#search());
  }

  /** Resolves when nothing is left to do. */
  settled(): Promise<void> {
    if (this.#unsearchable.size > 0) this.#search();
    return this.#work;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelSearch?.();
  }

  #search(): void {
    this.#cancelSearch?.();
    this.#cancelSearch = undefined;
    this.#next("search", async () => {
      const runs = [...this.#unsearchable];
      const texts = textsOf(this.view(), this.#unsearchable);
      if (texts.length > 0) await this.deps.index.addSaid(this.lease, this.lease.session, texts);
      for (const run of runs) this.#unsearchable.delete(run);
    });
  }

  #next(what: string, work: () => Promise<void>): void {
    this.#work = this.#work
      .then(() => (this.#stopped ? undefined : work()))
      .catch((error: unknown) => this.deps.logger.warn("executor.upkeep_failed", { ...this.lease, what, error }));
  }
}

/** Texts of the agent in these runs, the session's last ones, newest first. Runs follow each other, so what came before them begins with the end of another. */
function textsOf(view: SessionView, runs: ReadonlySet<string>): { seq: number; at: number; text: string }[] {
  const texts: { seq: number; at: number; text: string }[] = [];
  for (let i = view.blocks.length - 1; i >= 0; i--) {
    const block = view.blocks[i]!;
    if (block.run === undefined) continue;
    if (!runs.has(block.run)) {
      // A run that was taken back while it was queued ended in the middle of another.
      if (block.type === "end" && view.runs[block.run]?.startedAt !== undefined) break;
    } else if (block.type === "text" && block.text !== "") texts.push({ seq: block.seq, at: block.at, text: block.text });
  }
  return texts;
}
