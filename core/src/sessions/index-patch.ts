import type { Attention, NewEvent, RunState } from "@open-cowork/shared";

/** What a batch of events changes in the indexes of its session, as data: every EventLog applies the same patch. */
export interface IndexPatch {
  title?: string;
  pinned?: boolean;
  archived?: boolean;
  deleted?: boolean;
  tags?: string[];
  /** Change of the number of queued runs. */
  queued: number;
  /** State of the active run after the batch; null: none is active any more. undefined: unchanged. */
  active?: { run: string; state: "running" | "waiting" } | null;
  /** How the last run ended. */
  last?: RunState;
  /** Requests that the batch opens and closes; closing one that is not open is an error of the caller. */
  opened: { id: string; kind: Attention["kind"]; run?: string; request: unknown }[];
  closed: { id: string; kind: Attention["kind"]; by: "answer" | "expiry" }[];
  /** Text to make searchable: what people and agents said. `at` is the index of the event in the batch. */
  said: { at: number; text: string }[];
  /** The batch asks for a worker (a prompt, an answer, an abort, a resume). */
  wakes: boolean;
  /** Counts as activity: moves the thread up in the list. */
  activity: boolean;
  /** True when any list line changes; false for plain output, which touches nothing but the head. */
  touches: boolean;
}

const ENDED: Partial<Record<NewEvent["kind"], RunState>> = {
  "run.finished": "finished",
  "run.failed": "failed",
  "run.aborted": "aborted",
  "run.interrupted": "interrupted",
};

/** Index changes of a batch. A run that ends without having started ends as `run.withdrawn`, so the events alone tell everything. */
export function indexPatch(events: readonly NewEvent[]): IndexPatch {
  const patch: IndexPatch = { queued: 0, opened: [], closed: [], said: [], wakes: false, activity: false, touches: false };
  for (const [at, event] of events.entries()) apply(patch, event, at);
  patch.touches =
    patch.activity ||
    patch.queued !== 0 ||
    patch.active !== undefined ||
    patch.opened.length + patch.closed.length > 0 ||
    [patch.title, patch.pinned, patch.archived, patch.deleted, patch.tags].some((value) => value !== undefined);
  return patch;
}

function apply(patch: IndexPatch, event: NewEvent, at: number): void {
  switch (event.kind) {
    case "session.created":
    case "session.renamed":
      patch.title = event.body.title;
      return;
    case "session.pinned":
      patch.pinned = event.body.pinned;
      return;
    case "session.archived":
      patch.archived = event.body.archived;
      return;
    case "session.deleted":
      patch.deleted = true;
      patch.wakes = true;
      return;
    case "session.tagged":
      patch.tags = event.body.tags;
      return;
    case "run.queued":
      patch.queued += 1;
      patch.wakes = patch.activity = true;
      if (event.body.text) patch.said.push({ at, text: event.body.text });
      return;
    case "run.steered":
      patch.wakes = patch.activity = true;
      patch.said.push({ at, text: event.body.text });
      return;
    case "run.started":
      patch.queued -= 1;
      patch.active = { run: event.run!, state: "running" };
      return;
    case "run.withdrawn":
      patch.queued -= 1;
      return;
    case "run.waiting":
      patch.active = { run: event.run!, state: "waiting" };
      return;
    case "run.continued":
      patch.active = { run: event.run!, state: "running" };
      return;
    case "run.abort_requested":
      patch.wakes = true;
      return;
    case "run.finished":
    case "run.failed":
    case "run.aborted":
    case "run.interrupted":
      patch.last = ENDED[event.kind];
      patch.active = null;
      patch.activity = true;
      return;
    case "approval.requested":
      patch.opened.push({ id: event.body.id, kind: "approval", run: event.run, request: event.body });
      return;
    case "approval.answered":
    case "approval.expired":
      patch.closed.push({ id: event.body.id, kind: "approval", by: event.kind === "approval.answered" ? "answer" : "expiry" });
      patch.wakes ||= event.kind === "approval.answered";
      return;
    case "question.requested":
      patch.opened.push({ id: event.body.id, kind: "question", run: event.run, request: event.body });
      return;
    case "question.answered":
    case "question.rejected":
    case "question.expired":
      patch.closed.push({ id: event.body.id, kind: "question", by: event.kind === "question.expired" ? "expiry" : "answer" });
      patch.wakes ||= event.kind !== "question.expired";
      return;
    default:
      return;
  }
}
