import { type Actor, AppError, type Attachment, event, type Failure, isAppError, type NewEvent, type SessionView } from "@open-cowork/shared";
import type { Lease } from "../authority/ports.js";
import type { Clock } from "../kernel/clock.js";
import type { Log } from "../kernel/log.js";
import type { ParkedAnswers } from "./parked-answers.js";
import type { Checkpoint, CheckpointStore, Runtime, RuntimeAnswer, RuntimeEvent, RuntimeOutcome, RuntimePrompt, RuntimeSession } from "./ports.js";
import { TurnWatch } from "./turn-watch.js";

export interface TurnDeps {
  runtime: Runtime;
  checkpoints: CheckpointStore;
  clock: Clock;
  logger: Log;
}
export interface TurnSink {
  emit(events: NewEvent[]): void;
  view(): SessionView;
}

/**
 * One run inside the engine: opens the session, plays the prompt, passes decisions in and events out. Everything that people
 * ask while the engine still opens is kept and delivered right after.
 */
export class Turn {
  readonly startedAt: number;
  abortedBy: Actor | undefined;
  #session: RuntimeSession | undefined;
  #abandoned = false;
  /** What the engine has opened and not closed: calls, sub-agents, requests. */
  readonly #open = new Set<string>();
  readonly #watch = new TurnWatch();
  #givenUp: Failure | undefined;
  #waitingFor: ((session: RuntimeSession) => Promise<void>)[] = [];

  constructor(
    private readonly deps: TurnDeps,
    private readonly lease: Lease,
    readonly run: string,
    private readonly parked: ParkedAnswers | undefined,
    private readonly sink: TurnSink,
  ) {
    this.startedAt = deps.clock.now();
  }

  /** True when the engine has closed all that it opened, so that the run can end without looking for what is left. */
  get tidy(): boolean {
    return this.#open.size === 0;
  }

  /** Resolves when the turn has ended; never rejects. */
  async play(prompt: RuntimePrompt): Promise<RuntimeOutcome> {
    try {
      const session = await this.deps.runtime.open(this.lease, {
        session: this.lease.session,
        epoch: this.lease.epoch,
        checkpoints: () => this.deps.checkpoints.load(this.lease, this.lease.session),
        emit: (item) => this.#onRuntimeEvent(item),
      });
      this.#session = session;
      if (this.abortedBy !== undefined || this.#abandoned) return { state: "aborted" };
      const outcome = session.prompt(prompt);
      for (const call of this.#waitingFor.splice(0)) this.#deliver(call);
      const ended = await outcome;
      if (this.abortedBy !== undefined) return ended;
      const failure = ended.state === "aborted" ? this.#givenUp : ended.state === "finished" ? (this.#givenUp ?? this.#watch.nothing) : undefined;
      return failure === undefined ? ended : { state: "failed", error: failure };
    } catch (error) {
      this.deps.logger.warn("turn.failed", { ...this.lease, run: this.run, error });
      if (this.abortedBy !== undefined) return { state: "aborted" };
      const failure = toFailure(error);
      return { state: failure.code === "runtime.crashed" ? "lost" : "failed", error: failure };
    }
  }

  abort(by: Actor): void {
    this.abortedBy ??= by;
    if (this.#session !== undefined) this.#deliver((session) => session.abort());
  }

  answer(answer: RuntimeAnswer): void {
    const id = this.parked?.engineId(answer.id) ?? answer.id;
    this.#deliver((session) => session.answer({ ...answer, id }));
  }

  /** `onLate` is called when the turn had ended before the message could reach it. */
  steer(message: { message: string; run: string; text: string; attachments: Attachment[] }, onLate: () => void): void {
    this.#deliver((session) =>
      session.steer(message).catch((error: unknown) => {
        this.deps.logger.info("turn.steer_late", { ...this.lease, run: this.run, error });
        onLate();
      }),
    );
  }

  async checkpoint(): Promise<Checkpoint | undefined> {
    return this.#session?.checkpoint();
  }

  /** Stops the engine's turn without waiting: the lease is gone or the process stops. */
  abandon(): void {
    this.#abandoned = true;
    this.#deliver(async (session) => {
      await session.abort();
      await session.close();
    });
  }

  #deliver(call: (session: RuntimeSession) => Promise<void>): void {
    if (this.#session === undefined) {
      this.#waitingFor.push(call);
      return;
    }
    call(this.#session).catch((error: unknown) => this.deps.logger.warn("turn.call_failed", { ...this.lease, run: this.run, error }));
  }

  #onRuntimeEvent(item: RuntimeEvent): void {
    if (this.#abandoned) return;
    const full = { ...item, run: this.run } as NewEvent;
    this.#count(full);
    const events = [...this.#watch.before(full), ...this.#translate(full)];
    if (events.length > 0) this.sink.emit(events);
    const verdict = this.#watch.verdict(full);
    if (verdict === undefined || this.#givenUp !== undefined) return;
    this.#givenUp = verdict;
    this.#deliver((session) => session.abort());
  }

  #count(item: NewEvent): void {
    if (item.kind === "tool.started") this.#open.add(item.body.call);
    else if (item.kind === "tool.finished") this.#open.delete(item.body.call);
    else if (item.kind === "subagent.started") this.#open.add(item.agentPath?.join("/") ?? "");
    else if (item.kind === "subagent.finished") this.#open.delete(item.agentPath?.join("/") ?? "");
    // Who answered is in the log, not here: a run with requests looks there.
    else if (item.kind === "approval.requested" || item.kind === "question.requested") this.#open.add(item.body.id);
  }

  #translate(item: NewEvent): NewEvent[] {
    const view = this.sink.view();
    switch (item.kind) {
      case "approval.requested":
      case "question.requested": {
        const met = item.kind === "approval.requested" ? this.parked?.meet("approval", item.body) : this.parked?.meet("question", item.body);
        if (met === "hidden") return [event("run.waiting", { on: item.kind === "approval.requested" ? "approval" : "question", id: item.body.id }, this.run)];
        if (met !== undefined) {
          this.#deliver((session) => session.answer(met.answer));
          return [];
        }
        return [item, event("run.waiting", { on: item.kind === "approval.requested" ? "approval" : "question", id: item.body.id }, this.run)];
      }
      case "approval.answered":
      case "approval.expired":
        return view.approvals[item.body.id]?.state === "pending" ? [item] : [];
      case "question.answered":
      case "question.rejected":
      case "question.expired":
        return view.questions[item.body.id]?.state === "pending" ? [item] : [];
      default:
        return [item];
    }
  }
}

/** An error as people may see it in the thread. */
function toFailure(error: unknown): Failure {
  const known = isAppError(error) ? error : new AppError("runtime.failed", { cause: error });
  return { code: known.code, message: known.message, retryable: known.retryable };
}
