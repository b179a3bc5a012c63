import { event, isAppError, type NewEvent, type SessionEvent, type SessionFold, type SessionView } from "@open-cowork/shared";
import type { Lease, LeaseStore } from "../authority/ports.js";
import type { Clock } from "../kernel/clock.js";
import type { Log } from "../kernel/log.js";
import type { ArtifactStore } from "../transport/ports.js";
import { EventWriter } from "./event-writer.js";
import { LeasedAppend } from "./leased-append.js";
import type { ParkedAnswers } from "./parked-answers.js";
import type { CheckpointStore, Runtime, SessionIndex } from "./ports.js";
import type { PublishingLog } from "./publishing-log.js";
import { Reactions } from "./reactions.js";
import { readFold } from "./read-view.js";
import { recoveryPlan } from "./recovery.js";
import { RunCheckpoints } from "./run-checkpoints.js";
import { closingEvents } from "./run-ending.js";
import { interruption, outcomeEvents, SYSTEM } from "./run-outcome.js";
import { continuationOf, promptOf } from "./run-prompt.js";
import type { Tails } from "./tails.js";
import { titleFrom } from "./title.js";
import { Turn } from "./turn.js";
import { Upkeep } from "./upkeep.js";

export interface ExecutorDeps {
  log: PublishingLog;
  index: SessionIndex;
  leases: LeaseStore;
  checkpoints: CheckpointStore;
  runtime: Runtime;
  /** Of hosts that keep files. */
  artifacts?: Pick<ArtifactStore, "removeOf">;
  tails: Tails;
  clock: Clock;
  logger: Log;
  /** How long an idle session stays with its worker, ready for the next prompt. */
  lingerMs: number;
}

/**
 * Executes one leased session. It follows the session's own log like any reader: what people ask arrives as events, in order,
 * and abort and answers reach the engine the moment they are committed, whatever is queued. All it writes carries the lease's
 * epoch, so once the lease has moved on, it can write nothing.
 */
export class SessionExecutor {
  /** True while the lease is on its way back. */
  releasing = false;
  #fold!: SessionFold;
  #closeTail: () => void = () => undefined;
  #cancelLinger: () => void = () => undefined;
  #turn: Turn | undefined;
  #ended = false;
  #draining = false;
  #recovering = false;
  #reached: { seq: number; resolve: () => void }[] = [];
  readonly #writer: EventWriter;
  readonly #append: LeasedAppend;
  readonly #checkpoints: RunCheckpoints;
  readonly #upkeep: Upkeep;
  readonly #reactions: Reactions;

  constructor(
    private readonly deps: ExecutorDeps,
    readonly lease: Lease,
    private readonly onEnd: (executor: SessionExecutor) => void,
  ) {
    this.#append = new LeasedAppend(deps, lease, () => this.#fold.view);
    this.#writer = new EventWriter({ clock: deps.clock, append: (events) => this.#append.commit(events), onFailure: (error) => this.#onWriteFailure(error) });
    this.#checkpoints = new RunCheckpoints(deps, lease);
    this.#upkeep = new Upkeep({ log: deps.log.log, index: deps.index, clock: deps.clock, logger: deps.logger }, lease, () => this.#fold.view);
    this.#reactions = new Reactions({ view: () => this.view, turn: () => this.#turn, push: (item) => this.#writer.push(item) });
  }

  get view(): SessionView {
    return this.#fold.view;
  }

  /** Busy means: something would be lost or delayed if the process stopped now. A run that waits for a person is not. */
  get busy(): boolean {
    return this.#turn !== undefined && this.view.runs[this.#turn.run]?.state !== "waiting";
  }

  async start(): Promise<void> {
    const { session } = this.lease;
    this.#fold = await readFold(this.deps.log.log, this.lease, session);
    this.#closeTail = await this.deps.tails.open(this.lease, session, this.view.seq, {
      events: (batch) => this.#onEvents(batch),
      reset: () => this.fence("the session is gone"),
    });
    const ended = this.view.blocks.findLast((block) => block.type === "end")?.run;
    if (ended !== undefined) this.#upkeep.makeSearchable(ended);
    this.#pump();
  }

  /** The lease is someone else's now, or about to be: stop the engine's turn and write nothing more. */
  fence(reason: string): void {
    if (this.#ended) return;
    this.deps.logger.info("executor.fenced", { ...this.lease, reason });
    this.#writer.discard();
    const turn = this.#turn;
    this.#end();
    turn?.abandon();
  }

  /** Ends the turn in an orderly way: a waiting run is parked as it is, a running one is interrupted and goes on at the next start. */
  async drain(): Promise<void> {
    this.#draining = true;
    const turn = this.#turn;
    if (turn !== undefined && !this.#ended) {
      this.#turn = undefined;
      turn.abandon();
      try {
        if (this.view.runs[turn.run]?.state !== "waiting") await this.#interrupt(turn.run, "The server was stopped while this was running.");
        else await this.#writer.flush();
      } catch (error) {
        this.deps.logger.warn("executor.drain_failed", { ...this.lease, error });
      }
    }
    await this.#checkpoints.settled(turn);
    await this.#giveBack();
  }

  // ------------------------------------------------------------ what the log says

  #onEvents(batch: readonly SessionEvent[]): void {
    for (const item of batch) {
      if (this.#fold.apply(item) && item.epoch !== this.lease.epoch) this.#reactions.to(item);
    }
    this.#reached = this.#reached.filter((waiter) => {
      if (waiter.seq > this.view.seq) return true;
      waiter.resolve();
      return false;
    });
    this.#pump();
  }

  // ------------------------------------------------------------ runs

  #pump(): void {
    if (this.#ended || this.#draining || this.#turn !== undefined || this.#recovering) return;
    this.#cancelLinger();
    const { view } = this;
    const [next] = view.queue;
    if (view.active !== undefined && this.#recover(view.active)) return;
    if (view.deleted) this.#inBackground(this.#purge());
    else if (next === undefined || view.active !== undefined)
      this.#cancelLinger = this.deps.clock.after(this.deps.lingerMs, () => this.#inBackground(this.#giveBack()));
    else if (view.runs[next]?.abortRequested) this.#reactions.withdraw(next, SYSTEM);
    else this.#startRun(next);
  }

  #startRun(run: string): void {
    const { view } = this;
    const prompt = promptOf(view, run);
    const before: NewEvent[] = view.title === "" ? [event("session.renamed", { title: titleFrom(prompt.text), by: SYSTEM })] : [];
    if (view.archived) before.push(event("session.archived", { archived: false }));
    // The engine's first event follows in a moment: both are one commit.
    this.#writer.hold(...before, event("run.started", { worker: this.lease.worker }, run));
    this.#run(run, undefined, prompt);
  }

  #run(run: string, parked: ParkedAnswers | undefined, prompt: Parameters<Turn["play"]>[0]): void {
    const turn = new Turn(this.deps, this.lease, run, parked, {
      emit: (events) => {
        if (this.#turn !== turn) return;
        this.#writer.push(...events);
        this.#checkpoints.afterEvents(turn, events);
      },
      view: () => this.view,
    });
    this.#turn = turn;
    this.#inBackground(turn.play(prompt).then((ending) => this.#finish(turn, ending)));
  }

  async #finish(turn: Turn, ending: Awaited<ReturnType<Turn["play"]>>): Promise<void> {
    if (this.#turn !== turn) return;
    const checkpoints = await this.#checkpoints.atEnd(turn);
    if (this.#turn !== turn) return;
    this.#append.carry(checkpoints, () => this.#checkpoints.saved(checkpoints));
    // A tidy run ends in the batch of its last words: one commit instead of two.
    if (ending.state === "finished" && !turn.tidy) await this.#settle();
    if (ending.state !== "finished") await this.#settle();
    const { run, tidy, abortedBy, startedAt } = turn;
    const now = this.deps.clock.now();
    if (ending.state !== "lost")
      this.#writer.push(...outcomeEvents(this.view, { run, tidy, abortedBy, durationMs: Math.max(0, now - startedAt) }, ending, now));
    // One that waits for a person goes on waiting: it is recovered when they decide, as after a restart.
    else if (this.view.runs[run]?.state !== "waiting") await this.#interrupt(run, ending.error.message);
    await this.#settle();
    if (this.#turn === turn) this.#turn = undefined;
    this.#upkeep.afterRun(run);
    this.#pump();
  }

  #closing(run: string, reason: string): NewEvent[] {
    return closingEvents(this.view, run, this.deps.clock.now(), reason);
  }

  async #interrupt(run: string, reason: string): Promise<void> {
    await this.#settle();
    this.#writer.push(...interruption(this.view, run, reason, this.deps.clock.now()));
    await this.#settle();
  }

  /** Deals with what an earlier holder of the lease left behind; false when that waits for a person. */
  #recover(run: string): boolean {
    const plan = recoveryPlan(this.view, run);
    if (plan.kind === "park") return false;
    this.#recovering = true;
    this.#inBackground(
      this.#carryOut(plan, run).finally(() => {
        this.#recovering = false;
        this.#pump();
      }),
    );
    return true;
  }

  async #carryOut(plan: Exclude<ReturnType<typeof recoveryPlan>, { kind: "park" }> | { kind: "park" }, run: string): Promise<void> {
    this.deps.logger.info("executor.recover", { ...this.lease, run, plan: plan.kind });
    if (plan.kind === "interrupt") return this.#interrupt(run, "The server stopped unexpectedly while this was running.");
    if (plan.kind === "abort") this.#writer.push(...this.#closing(run, "Stopped."), event("run.aborted", { durationMs: 0 }, run));
    if (plan.kind === "end") this.#writer.push(...this.#closing(run, "Rejected."), event("run.finished", { durationMs: 0 }, run));
    if (plan.kind === "resume") this.#writer.push(event("run.continued", {}, run));
    await this.#settle();
    if (plan.kind === "resume") this.#run(run, plan.parked, continuationOf(this.view, run, `${run}-r${this.view.seq}`));
  }

  /** Whatever goes wrong in the background means that the log could not be written. */
  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => this.#onWriteFailure(error));
  }

  // ------------------------------------------------------------ housekeeping

  /** Everything pushed is committed, and the view has it. */
  async #settle(): Promise<void> {
    await this.#writer.flush();
    const seq = this.#append.lastSeq;
    if (this.#ended || this.view.seq >= seq) return;
    await new Promise<void>((resolve) => this.#reached.push({ seq, resolve }));
  }

  async #giveBack(): Promise<void> {
    if (this.#ended) return;
    try {
      await this.#upkeep.settled();
      await this.#writer.flush();
      if (this.#turn !== undefined && !this.#draining) return;
      this.releasing = true;
      const released = await this.deps.leases.release(this.lease, this.#draining ? undefined : this.view.seq);
      this.releasing = false;
      if (released) this.#end();
      else this.#cancelLinger = this.deps.clock.after(this.deps.lingerMs, () => this.#inBackground(this.#giveBack()));
    } catch (error) {
      this.deps.logger.warn("executor.release_failed", { ...this.lease, error });
      this.#end();
    }
  }

  async #purge(): Promise<void> {
    this.#draining = true;
    try {
      // First what is found by the session, so that a purge that breaks off can be repeated.
      await this.deps.artifacts?.removeOf(this.lease, this.lease.session);
      await this.deps.index.purge(this.lease, this.lease.session);
    } catch (error) {
      this.deps.logger.warn("executor.purge_failed", { ...this.lease, error });
    }
    this.#end();
  }

  #onWriteFailure(error: unknown): void {
    const stale = isAppError(error) && (error.code === "authority.stale_epoch" || error.code === "session.not_found");
    if (!stale && !this.#ended) this.deps.logger.error("executor.write_failed", { ...this.lease, error });
    this.fence(stale ? "another worker holds the lease" : "the log could not be written");
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#checkpoints.stop();
    this.#upkeep.stop();
    this.#cancelLinger();
    this.#closeTail();
    this.#turn = undefined;
    for (const { resolve } of this.#reached.splice(0)) resolve();
    this.onEnd(this);
  }
}
