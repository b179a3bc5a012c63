import type { Actor, ApprovalAnswer, Attachment, EventBody, Failure, ModelRef, Todo, Tokens } from "./events.js";

/** queued: a prompt waits; running; waiting: for an approval or answer; else how the last run ended. */
export type SessionStatus = "idle" | "queued" | "running" | "waiting" | "failed" | "interrupted";
export type RunState = "queued" | "running" | "waiting" | "finished" | "failed" | "aborted" | "interrupted";

export interface RunView {
  id: string;
  /** Block of the person's message; none for the continuation of an interrupted run. */
  message: string;
  state: RunState;
  queuedAt: number;
  startedAt?: number;
  endedAt?: number;
  durationMs?: number;
  agent?: string;
  model?: ModelRef;
  tokens: Tokens;
  cost: number;
  error?: Failure;
  resumable?: boolean;
  resumes?: string;
  abortRequested?: boolean;
  retry?: { attempt: number; message: string; nextAt?: number };
}

interface BlockBase {
  /** Unique in its transcript and stable. */
  id: string;
  run?: string;
  /** Sequence number and time of the event that opened the block. */
  seq: number;
  at: number;
  /** Sequence number of the last event that changed it: compare this to know whether to draw again. */
  rev: number;
}
export type Block =
  | (BlockBase & { type: "person"; text: string; attachments: Attachment[]; by: Actor; steered: boolean; command: string })
  | (BlockBase & { type: "text"; message: string; text: string; done: boolean })
  | (BlockBase & { type: "reasoning"; message: string; text: string; durationMs?: number; done: boolean })
  | (BlockBase & ToolBlock)
  | (BlockBase & { type: "approval"; approval: string })
  | (BlockBase & { type: "question"; question: string })
  | (BlockBase & { type: "subagent"; path: string[]; key: string })
  /** Closes a run: what it cost, how it ended. The numbers are in `runs`. */
  | (BlockBase & { type: "end"; state: RunState })
  | (BlockBase & { type: "artifact"; artifact: string; name: string; mime: string; bytes: number })
  | (BlockBase & { type: "files"; files: EventBody<"files.changed">["files"] })
  | (BlockBase & { type: "compacted" });

export interface ToolBlock {
  type: "tool";
  message: string;
  tool: string;
  state: "running" | "completed" | "error";
  title?: string;
  input?: Record<string, unknown>;
  output?: string;
  error?: string;
  metadata?: Record<string, unknown>;
  durationMs?: number;
}

export type ApprovalView = EventBody<"approval.requested"> & {
  at: number;
  run?: string;
  agentPath?: string[];
  state: "pending" | "answered" | "expired";
  answer?: ApprovalAnswer;
  note?: string;
  by?: Actor;
  answeredAt?: number;
};
export type QuestionView = EventBody<"question.requested"> & {
  at: number;
  run?: string;
  agentPath?: string[];
  state: "pending" | "answered" | "rejected" | "expired";
  answers?: string[][];
  by?: Actor;
};
export interface SubagentView {
  path: string[];
  agent: string;
  title: string;
  run?: string;
  state: "running" | "finished" | "failed" | "aborted";
  startedAt: number;
  endedAt?: number;
  blocks: Block[];
}

/** The fold of a session's events: plain JSON, the same on the server, in the browser and in a snapshot. */
export interface SessionView {
  /** Last folded event; 0 for none. */
  seq: number;
  title: string;
  createdAt: number;
  updatedAt: number;
  by?: Actor;
  pinned: boolean;
  archived: boolean;
  deleted: boolean;
  tags: string[];
  agent?: string;
  model?: ModelRef;
  /** The run that is executing or waiting now. */
  active?: string;
  /** Runs that wait for their turn, in order. */
  queue: string[];
  /** How the last ended run ended; decides the status while nothing runs. */
  last?: RunState;
  runs: Record<string, RunView>;
  blocks: Block[];
  /** Keyed by `path.join("/")`. */
  subagents: Record<string, SubagentView>;
  approvals: Record<string, ApprovalView>;
  questions: Record<string, QuestionView>;
  todos: Todo[];
  tokens: Tokens;
  cost: number;
  /** Tokens in the context of the newest model call and its limit where known: the context meter. */
  context?: { used: number; limit?: number };
}

export function emptyView(): SessionView {
  return {
    seq: 0,
    title: "",
    createdAt: 0,
    updatedAt: 0,
    pinned: false,
    archived: false,
    deleted: false,
    tags: [],
    queue: [],
    runs: {},
    blocks: [],
    subagents: {},
    approvals: {},
    questions: {},
    todos: [],
    tokens: { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0 },
    cost: 0,
  };
}

export function statusOf(view: Pick<SessionView, "active" | "queue" | "last" | "runs">): SessionStatus {
  const active = view.active === undefined ? undefined : view.runs[view.active];
  if (active) return active.state === "waiting" ? "waiting" : "running";
  if (view.queue.length > 0) return "queued";
  return view.last === "failed" || view.last === "interrupted" ? view.last : "idle";
}
