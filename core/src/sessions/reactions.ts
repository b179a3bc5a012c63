import { type Actor, event, type NewEvent, type SessionEvent, type SessionView } from "@open-cowork/shared";
import type { RuntimeAnswer } from "./ports.js";
import { pendingRequests } from "./run-ending.js";
import { requeued } from "./run-outcome.js";
import type { Turn } from "./turn.js";

export interface ReactionDeps {
  /** The session as of the event that is reacted to. */
  view(): SessionView;
  /** The turn that the engine plays now. */
  turn(): Pick<Turn, "run" | "abort" | "answer" | "steer"> | undefined;
  push(event: NewEvent): void;
}

/**
 * What a worker does about what people have asked of its session, the moment it is in the log: the turn that is played hears of it at once,
 * whatever is queued, and where no turn can, an event says what has become of it. What there is to do next is not decided here.
 */
export class Reactions {
  /** A withdrawal comes back from the log a moment later, and until then the run still looks queued. */
  readonly #withdrawn = new Set<string>();

  constructor(private readonly deps: ReactionDeps) {}

  /** Only for events of others: the worker's own are no wishes. */
  to(item: SessionEvent): void {
    const turn = this.deps.turn();
    switch (item.kind) {
      case "run.abort_requested":
        if (turn !== undefined && turn.run === item.run) turn.abort(item.body.by);
        else if (this.deps.view().runs[item.run!]?.state === "queued") this.withdraw(item.run!, item.body.by);
        return;
      case "run.steered": {
        const requeue = () => this.deps.push(requeued(item.body));
        const { message, text, attachments } = item.body;
        if (turn === undefined || turn.run !== item.run) requeue();
        else turn.steer({ message, run: turn.run, text, attachments }, requeue);
        return;
      }
      case "approval.answered":
        this.#answer({ kind: "approval", id: item.body.id, answer: item.body.answer, note: item.body.note });
        return;
      case "question.answered":
        this.#answer({ kind: "question", id: item.body.id, answers: item.body.answers });
        return;
      case "question.rejected":
        this.#answer({ kind: "question", id: item.body.id, rejected: true });
        return;
      case "session.deleted":
        turn?.abort(item.body.by);
        return;
      default:
        return;
    }
  }

  /** Takes back a run that has not started. Idempotent. */
  withdraw(run: string, by: Actor): void {
    if (this.#withdrawn.has(run)) return;
    this.#withdrawn.add(run);
    this.deps.push(event("run.withdrawn", { by }, run));
  }

  #answer(answer: RuntimeAnswer): void {
    this.deps.turn()?.answer(answer);
    this.#continueIfDecided();
  }

  /** The run goes on once nothing of it waits for a person. */
  #continueIfDecided(): void {
    const turn = this.deps.turn();
    const view = this.deps.view();
    if (turn === undefined || view.runs[turn.run]?.state !== "waiting") return;
    const { approvals, questions } = pendingRequests(view, turn.run);
    if (approvals.length + questions.length === 0) this.deps.push(event("run.continued", {}, turn.run));
  }
}
