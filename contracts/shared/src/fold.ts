import type { EventBody, EventKind, NewEvent, SessionEvent, Tokens } from "./events.js";
import type { Block, RunState, RunView, SessionView, SubagentView } from "./view.js";
import { emptyView } from "./view.js";

/** Input of the fold: an event whose kind may be newer than this code. */
export type AnyEvent =
  | SessionEvent
  | { seq: number; at: number; epoch: number; kind: string; run?: string; agentPath?: string[]; body: Record<string, unknown> };

type Handler<K extends EventKind> = (fold: SessionFold, body: EventBody<K>, event: SessionEvent) => void;

/**
 * Folds events into a {@link SessionView}, in place. Events must come in order without gaps: one at or below `view.seq`
 * is ignored (a repeat), one beyond `view.seq + 1` throws {@link FoldGap} and changes nothing, so the caller reads again.
 */
export class SessionFold {
  readonly view: SessionView;
  readonly #blocks = new Map<string, Block>();

  constructor(view: SessionView = emptyView()) {
    this.view = view;
    for (const block of view.blocks) this.#blocks.set(block.id, block);
    for (const [key, node] of Object.entries(view.subagents)) for (const block of node.blocks) this.#blocks.set(`${key}:${block.id}`, block);
  }

  /** Returns false for a repeat. */
  apply(event: AnyEvent): boolean {
    const { view } = this;
    if (event.seq <= view.seq) return false;
    if (event.seq !== view.seq + 1) throw new FoldGap(view.seq + 1, event.seq);
    const handler = own(handlers, event.kind) as Handler<EventKind> | undefined;
    handler?.(this, event.body as EventBody<EventKind>, event as SessionEvent);
    view.seq = event.seq;
    view.updatedAt = event.at;
    return true;
  }

  /** The transcript an event belongs to: the root's or its sub-agent's. */
  blocksOf(event: NewEvent): Block[] {
    return event.agentPath?.length ? this.node(event).blocks : this.view.blocks;
  }

  find(event: NewEvent, id: string): Block | undefined {
    return this.#blocks.get(event.agentPath?.length ? `${event.agentPath.join("/")}:${id}` : id);
  }

  push(event: SessionEvent, block: { id: string; type: Block["type"] } & Record<string, unknown>): void {
    const full = { run: event.run, ...block, seq: event.seq, at: event.at, rev: event.seq } as unknown as Block;
    this.blocksOf(event).push(full);
    this.#blocks.set(event.agentPath?.length ? `${event.agentPath.join("/")}:${block.id}` : block.id, full);
  }

  node(event: NewEvent, at = 0): SubagentView {
    const path = event.agentPath ?? [];
    const key = path.join("/");
    return (this.view.subagents[key] ??= { path, agent: "", title: "", run: event.run, state: "running", startedAt: at, blocks: [] });
  }

  run(event: NewEvent): RunView | undefined {
    return event.run === undefined ? undefined : own(this.view.runs, event.run);
  }

  /** Draws an existing block again because something it shows has changed. */
  touch(event: SessionEvent, id: string): void {
    const block = this.find(event, id) ?? this.#blocks.get(id);
    if (block) block.rev = event.seq;
  }

  endRun(event: SessionEvent, state: RunState, patch: Partial<RunView>): void {
    const { view } = this;
    const run = this.run(event);
    view.queue = view.queue.filter((id) => id !== event.run);
    if (view.active === event.run) view.active = undefined;
    view.last = state;
    if (!run) return;
    Object.assign(run, patch, { state, endedAt: event.at, retry: undefined });
    this.push(event, { id: `end-${run.id}`, type: "end", state });
  }
}

export class FoldGap extends Error {
  constructor(
    readonly expected: number,
    readonly got: number,
  ) {
    super(`event ${got} arrived where ${expected} was expected`);
  }
}

/** Folds a whole log; for tests, exports and rebuilding. */
export function foldAll(events: Iterable<AnyEvent>, view?: SessionView): SessionView {
  const fold = new SessionFold(view);
  for (const event of events) fold.apply(event);
  return fold.view;
}

/** What a record itself holds under a key. Ids come from outside, and `__proto__` or `constructor` would find what every object has. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function addTokens(to: Tokens, more: Tokens): void {
  for (const key of Object.keys(to) as (keyof Tokens)[]) to[key] += more[key] ?? 0;
}

function closeOpenTexts(fold: SessionFold, event: SessionEvent): void {
  const blocks = fold.blocksOf(event);
  for (let i = blocks.length - 1; i >= 0; i--) {
    const block = blocks[i]!;
    if (block.type === "person") return;
    if ((block.type === "text" || block.type === "reasoning") && !block.done) Object.assign(block, { done: true, rev: event.seq });
  }
}

const handlers: { [K in EventKind]?: Handler<K> } = {
  "session.created": ({ view }, body, e) => Object.assign(view, { title: body.title, by: body.by, agent: body.agent, model: body.model, createdAt: e.at }),
  "session.renamed": ({ view }, body) => void (view.title = body.title),
  "session.pinned": ({ view }, body) => void (view.pinned = body.pinned),
  "session.archived": ({ view }, body) => void (view.archived = body.archived),
  "session.tagged": ({ view }, body) => void (view.tags = body.tags),
  "session.deleted": ({ view }) => void (view.deleted = true),

  "run.queued": (fold, body, e) => {
    const id = e.run!;
    fold.view.runs[id] = {
      id,
      message: body.message,
      state: "queued",
      queuedAt: e.at,
      agent: body.agent,
      model: body.model,
      resumes: body.resumes,
      tokens: { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0 },
      cost: 0,
    };
    fold.view.queue.push(id);
    if (body.agent) fold.view.agent = body.agent;
    if (body.model) fold.view.model = body.model;
    const resumed = body.resumes === undefined ? undefined : own(fold.view.runs, body.resumes);
    if (resumed) {
      resumed.resumable = false;
      fold.touch(e, `end-${resumed.id}`);
    } else if (fold.find(e, body.message) === undefined)
      fold.push(e, { id: body.message, type: "person", text: body.text, attachments: body.attachments, by: body.by, steered: false, command: body.command });
  },
  "run.steered": (fold, body, e) =>
    fold.push(e, { id: body.message, type: "person", text: body.text, attachments: body.attachments, by: body.by, steered: true, command: body.command }),
  "run.started": (fold, _body, e) => {
    const run = fold.run(e);
    fold.view.queue = fold.view.queue.filter((id) => id !== e.run);
    fold.view.active = e.run;
    if (run) Object.assign(run, { state: "running", startedAt: run.startedAt ?? e.at });
  },
  "run.waiting": (fold, _body, e) => void Object.assign(fold.run(e) ?? {}, { state: "waiting" }),
  "run.continued": (fold, _body, e) => void Object.assign(fold.run(e) ?? {}, { state: "running", retry: undefined }),
  "run.retrying": (fold, body, e) => void Object.assign(fold.run(e) ?? {}, { retry: body }),
  "run.abort_requested": (fold, _body, e) => void Object.assign(fold.run(e) ?? {}, { abortRequested: true }),
  "run.withdrawn": (fold, _body, e) => {
    const { active, last } = fold.view;
    fold.endRun(e, "aborted", {});
    Object.assign(fold.view, { active, last });
  },
  "run.finished": (fold, body, e) => fold.endRun(e, "finished", { durationMs: body.durationMs }),
  "run.failed": (fold, body, e) => fold.endRun(e, "failed", { durationMs: body.durationMs, error: body.error }),
  "run.aborted": (fold, body, e) => fold.endRun(e, "aborted", { durationMs: body.durationMs }),
  "run.interrupted": (fold, body, e) => {
    closeOpenTexts(fold, e);
    fold.endRun(e, "interrupted", { resumable: body.resumable, error: body.error });
  },

  "message.started": (fold, body, e) => {
    const run = fold.run(e);
    if (run && !e.agentPath?.length) Object.assign(run, { agent: body.agent ?? run.agent, model: body.model ?? run.model });
  },
  "message.finished": (fold, _body, e) => closeOpenTexts(fold, e),
  "text.appended": (fold, body, e) => {
    const block = fold.find(e, body.part);
    if (block?.type === "text") Object.assign(block, { text: block.text + body.text, rev: e.seq });
    else fold.push(e, { id: body.part, type: "text", message: body.message, text: body.text, done: false });
  },
  "text.replaced": (fold, body, e) => {
    const block = fold.find(e, body.part);
    if (block?.type === "text") Object.assign(block, { text: body.text, rev: e.seq });
    else fold.push(e, { id: body.part, type: "text", message: body.message, text: body.text, done: false });
  },
  "reasoning.appended": (fold, body, e) => {
    const block = fold.find(e, body.part);
    if (block?.type === "reasoning") Object.assign(block, { text: block.text + body.text, rev: e.seq });
    else fold.push(e, { id: body.part, type: "reasoning", message: body.message, text: body.text, done: false });
  },
  "reasoning.finished": (fold, body, e) => {
    const block = fold.find(e, body.part);
    if (block?.type === "reasoning") Object.assign(block, { done: true, durationMs: body.durationMs, rev: e.seq });
  },

  "tool.started": (fold, body, e) =>
    fold.push(e, { id: body.call, type: "tool", message: body.message, tool: body.tool, title: body.title, input: body.input, state: "running" }),
  "tool.updated": (fold, { call, ...rest }, e) => {
    const block = fold.find(e, call);
    if (block?.type === "tool") Object.assign(block, rest, { rev: e.seq });
  },
  "tool.finished": (fold, { call, status, ...rest }, e) => {
    const block = fold.find(e, call);
    if (block?.type === "tool") Object.assign(block, rest, { state: status, rev: e.seq });
  },

  "approval.requested": (fold, body, e) => {
    fold.view.approvals[body.id] = { ...body, at: e.at, run: e.run, agentPath: e.agentPath, state: "pending" };
    fold.push({ ...e, agentPath: undefined }, { id: `approval-${body.id}`, type: "approval", approval: body.id });
  },
  "approval.answered": (fold, { id, ...rest }, e) => {
    Object.assign(own(fold.view.approvals, id) ?? {}, rest, { state: "answered", answeredAt: e.at });
    fold.touch(e, `approval-${id}`);
  },
  "approval.expired": (fold, body, e) => {
    Object.assign(own(fold.view.approvals, body.id) ?? {}, { state: "expired" });
    fold.touch(e, `approval-${body.id}`);
  },
  "question.requested": (fold, body, e) => {
    fold.view.questions[body.id] = { ...body, at: e.at, run: e.run, agentPath: e.agentPath, state: "pending" };
    fold.push({ ...e, agentPath: undefined }, { id: `question-${body.id}`, type: "question", question: body.id });
  },
  "question.answered": (fold, { id, ...rest }, e) => {
    Object.assign(own(fold.view.questions, id) ?? {}, rest, { state: "answered" });
    fold.touch(e, `question-${id}`);
  },
  "question.rejected": (fold, { id, ...rest }, e) => {
    Object.assign(own(fold.view.questions, id) ?? {}, rest, { state: "rejected" });
    fold.touch(e, `question-${id}`);
  },
  "question.expired": (fold, body, e) => {
    Object.assign(own(fold.view.questions, body.id) ?? {}, { state: "expired" });
    fold.touch(e, `question-${body.id}`);
  },

  "todos.replaced": (fold, body, e) => {
    if (!e.agentPath?.length) fold.view.todos = body.todos;
  },
  "subagent.started": (fold, body, e) => {
    Object.assign(fold.node(e, e.at), body);
    const key = e.agentPath!.join("/");
    fold.push({ ...e, agentPath: e.agentPath!.slice(0, -1) }, { id: `subagent-${key}`, type: "subagent", path: e.agentPath, key });
  },
  "subagent.finished": (fold, body, e) => {
    Object.assign(fold.node(e), { state: body.status, endedAt: e.at });
    fold.touch({ ...e, agentPath: e.agentPath!.slice(0, -1) }, `subagent-${e.agentPath!.join("/")}`);
  },
  "usage.recorded": (fold, body, e) => {
    const run = fold.run(e);
    addTokens(fold.view.tokens, body.tokens);
    fold.view.cost += body.cost;
    if (run) {
      addTokens(run.tokens, body.tokens);
      run.cost += body.cost;
    }
    if (!e.agentPath?.length)
      fold.view.context = {
        used: body.tokens.input + body.tokens.cacheRead + body.tokens.cacheWrite + body.tokens.output + body.tokens.reasoning,
        limit: body.contextLimit,
      };
  },
  "artifact.created": (fold, body, e) => fold.push(e, { id: `artifact-${body.artifact}`, type: "artifact", ...body }),
  "files.changed": (fold, body, e) => fold.push(e, { id: `files-${e.seq}`, type: "files", files: body.files }),
  "context.compacted": (fold, _body, e) => fold.push(e, { id: `compacted-${e.seq}`, type: "compacted" }),
};
