import type { ApprovalView, EventBody, QuestionView, SessionView } from "@open-cowork/shared";
import type { RuntimeAnswer } from "./ports.js";

const sameApproval = (a: EventBody<"approval.requested">, b: EventBody<"approval.requested">) =>
  a.permission === b.permission && a.patterns.join("\n") === b.patterns.join("\n");
const sameQuestion = (a: EventBody<"question.requested">, b: EventBody<"question.requested">) => JSON.stringify(a.questions) === JSON.stringify(b.questions);

/** Whether the tool call that a request belongs to has not gone on since. */
function undelivered(view: SessionView, request: ApprovalView | QuestionView): boolean {
  if (request.call === undefined) return true;
  const blocks = request.agentPath?.length ? (view.subagents[request.agentPath.join("/")]?.blocks ?? []) : view.blocks;
  const call = blocks.findLast((block) => block.id === request.call);
  return call === undefined || (call.type === "tool" && call.state === "running");
}

/**
 * Decisions that people made while no engine held the request, and requests they have not decided yet. When the engine goes
 * on with the run it asks again under a new id: a decided request is answered at once without asking anybody twice, an
 * undecided one keeps the id that people see.
 */
export class ParkedAnswers {
  readonly #decided: { request: ApprovalView | QuestionView; used: boolean }[];
  readonly #engineIds = new Map<string, string>();

  constructor(
    private readonly view: SessionView,
    run: string,
  ) {
    const requests = [...Object.values(view.approvals), ...Object.values(view.questions)].filter((request) => request.run === run);
    this.#decided = requests
      .filter((request) => (request.state === "answered" || request.state === "rejected") && undelivered(view, request))
      .map((request) => ({ request, used: false }));
  }

  get any(): boolean {
    return this.#decided.length > 0;
  }

  /** A rejection without a note ends a run, so there is nothing to go on with. */
  get endsRun(): boolean {
    return this.#decided.some(({ request }) => "answer" in request && request.answer === "reject" && !request.note);
  }

  /** What to do with a request of the engine: answer it, hide it behind the one people see, or ask (undefined). */
  meet(kind: "approval", body: EventBody<"approval.requested">): { answer: RuntimeAnswer } | "hidden" | undefined;
  meet(kind: "question", body: EventBody<"question.requested">): { answer: RuntimeAnswer } | "hidden" | undefined;
  meet(
    kind: "approval" | "question",
    body: EventBody<"approval.requested"> | EventBody<"question.requested">,
  ): { answer: RuntimeAnswer } | "hidden" | undefined {
    const same = (request: ApprovalView | QuestionView) =>
      kind === "approval"
        ? "permission" in request && sameApproval(request, body as EventBody<"approval.requested">)
        : "questions" in request && sameQuestion(request, body as EventBody<"question.requested">);
    const decided = this.#decided.find((entry) => !entry.used && same(entry.request));
    if (decided !== undefined) {
      decided.used = true;
      return { answer: toAnswer(decided.request, body.id) };
    }
    const pending = Object.values<ApprovalView | QuestionView>(kind === "approval" ? this.view.approvals : this.view.questions).find(
      (request) => request.state === "pending" && !this.#engineIds.has(request.id) && same(request),
    );
    if (pending === undefined) return undefined;
    this.#engineIds.set(pending.id, body.id);
    return "hidden";
  }

  /** The engine's id of a request that people know as `id`. */
  engineId(id: string): string {
    return this.#engineIds.get(id) ?? id;
  }
}

function toAnswer(request: ApprovalView | QuestionView, id: string): RuntimeAnswer {
  if ("permission" in request) return { kind: "approval", id, answer: request.answer ?? "reject", note: request.note };
  return request.state === "rejected" ? { kind: "question", id, rejected: true } : { kind: "question", id, answers: request.answers ?? [] };
}
