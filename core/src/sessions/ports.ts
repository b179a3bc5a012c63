import type {
  Attachment,
  Attention,
  Catalog,
  Command,
  CommandResult,
  Failure,
  ModelRef,
  NewEvent,
  SearchHit,
  SessionEvent,
  SessionSummary,
} from "@open-cowork/shared";
import type { RequestContext, TenantContext } from "../kernel/context.js";
import { token } from "../kernel/token.js";

// ---------------------------------------------------------------- the log

export interface Append {
  session: string;
  /** Fencing epoch of the writer's lease, or null for the events of a command (which need no lease). */
  epoch: number | null;
  events: NewEvent[];
  /** Set when the batch is a command's: its id is claimed in the same transaction. */
  command?: { id: string; kind: string; run?: string };
  /** Engine state that the batch stands for, saved in the same transaction. Only with an epoch; a position that is saved already keeps what it has. */
  checkpoints?: readonly Checkpoint[];
  /** The session must not exist yet (its first batch, which opens with session.created) instead of must exist. */
  create?: boolean;
}

export interface Appended {
  /** First and last sequence number of the batch. On a repeated command: the first answer's `from`, and `events` is empty. */
  from: number;
  to: number;
  at: number;
  /** The committed events, numbered, in order. */
  events: SessionEvent[];
  /** The command id was used before: nothing was written. */
  repeated: boolean;
  /** Run of the first answer, for a repeated command. */
  run?: string;
  /** The thread-list line, when this batch changed it. */
  summary?: SessionSummary;
}

/**
 * Append-only log, one gap-free sequence a session. A batch is atomic. Batches of one session are ordered by commit.
 * `append` fails with `authority.stale_epoch` (nothing written) unless `epoch` is null or the session's current one with a
 * live or lapsed-but-untaken lease; with `session.exists` when `create` names a known id; with `approval.not_pending` / `question.not_pending` when the batch closes a request
 * that is not open; with `session.not_found`, also for a command to a deleted session. A deleted session can be
 * read, and written by its lease holder, until it is purged: workspaces refuse it to people. Callers do not retry blindly: a lost answer to an epoch append is settled by reading the head.
 * The thread list, the open requests, the search index and the queue counters are updated in the same transaction from {@link indexPatch}.
 */
export interface EventLog {
  append(ctx: TenantContext, batch: Append): Promise<Appended>;
  /** Events with seq > after, ascending and without gaps, at most `limit` (default 1000). Unknown session: `session.not_found`. */
  read(ctx: TenantContext, session: string, range: { after: number; limit?: number }): Promise<SessionEvent[]>;
  /** Newest snapshot as the JSON text of a SessionView; undefined when there is none. */
  snapshot(ctx: TenantContext, session: string): Promise<{ seq: number; json: string } | undefined>;
  /** Replaces the snapshot if `seq` is newer; older ones are dropped. */
  saveSnapshot(ctx: TenantContext, session: string, snapshot: { seq: number; json: string }): Promise<void>;
  /** Head sequence of each named session in one query, across tenants; repairs lost announcements. Unknown ones are left out. */
  heads(sessions: { tenant: string; session: string }[]): Promise<{ tenant: string; session: string; head: number }[]>;
}
export const EVENT_LOG = token<EventLog>("sessions.event-log");

/** The lists that are indexes of the log. Deleted sessions are in none of them. */
export interface SessionIndex {
  get(ctx: TenantContext, session: string): Promise<SessionSummary | undefined>;
  /** Newest activity first; pinned are not special here. `cursor` is opaque: `request.bad_cursor` when it is not ours. */
  list(ctx: TenantContext, query: { q?: string; archived?: boolean; limit: number; cursor?: string }): Promise<{ items: SessionSummary[]; next?: string }>;
  /** Summaries (deleted ones too) changed since the cursor, and the new cursor; without a cursor: none, and the current cursor. May repeat a change, never misses one. */
  changes(ctx: TenantContext, cursor?: string): Promise<{ items: SessionSummary[]; cursor: string }>;
  /** Open approvals and questions of all live sessions, oldest first. */
  attention(ctx: TenantContext): Promise<Attention[]>;
  /**
   * Makes texts of agents searchable; prompts the log indexes by itself. The lease holder calls it when a run has ended, since only then a text that came
   * in pieces is whole. `seq` is that of the event which opened the text: a repeated one replaces nothing. Does nothing to a deleted session.
   */
  addSaid(ctx: TenantContext, session: string, texts: readonly { seq: number; at: number; text: string }[]): Promise<void>;
  /** Full text over everything said and every title, best first. */
  search(ctx: TenantContext, query: { q: string; limit: number }): Promise<SearchHit[]>;
  /** Removes a deleted session with all that belongs to it; its bare id stays, for `changes` and so that it is never used again. Idempotent; does nothing to a live session. */
  purge(ctx: TenantContext, session: string): Promise<void>;
}
export const SESSION_INDEX = token<SessionIndex>("sessions.index");

// ---------------------------------------------------------------- the runtime

export interface RuntimeSpec {
  session: string;
  /** Reads the earlier state of this session's runtime; called only when the engine at hand does not know the session. */
  checkpoints(): Promise<Checkpoint[]>;
  /** Fencing epoch of the caller's lease. More than one above that of the last open here means that others may have run the session since. */
  epoch?: number;
  /** Called for each event in order, synchronously. Never called again once `close` has resolved. */
  emit(event: RuntimeEvent): void;
}

/** An event body of the log, without run: the engine knows which run it belongs to. */
export type RuntimeEvent = Omit<NewEvent, "run"> & Pick<NewEvent, "kind" | "body">;

export interface RuntimePrompt {
  /** Stable id of the person's message; prompting twice with one id runs it once. */
  message: string;
  run: string;
  text: string;
  attachments: Attachment[];
  agent?: string;
  model?: ModelRef;
  /**
   * The last runs before this prompt as the log has them, oldest first; `Infinity` asks for all. The engine's own memory comes first: the model is told only
   * what the engine has not got, which is something after a crash and nothing otherwise.
   */
  earlier?(runs: number): EarlierRun[];
  /** The run goes on with an interrupted one; `text` is empty. */
  resume?: boolean;
}

/** An earlier run. The engine knows it up to here, and all before it, when it has `message` and each `message` of the pieces. */
export interface EarlierRun {
  /** Id of the message that began it. */
  message: string;
  said: SaidPiece[];
}
/** `message` is our id of what a person said, and the engine's of what the agent said or did. */
export type SaidPiece =
  | { by: "person" | "agent"; message: string; text: string }
  | { by: "tool"; message: string; tool: string; input?: Record<string, unknown>; result: string };

export type RuntimeAnswer =
  | { kind: "approval"; id: string; answer: "once" | "session" | "always" | "reject"; note?: string }
  | { kind: "question"; id: string; answers: string[][] }
  | { kind: "question"; id: string; rejected: true };

export type RuntimeOutcome = { state: "finished" } | { state: "aborted" } | { state: "failed"; error: Failure } | { state: "lost"; error: Failure };

/** One session inside the runtime. Calls may overlap: answer, abort and steer arrive while `prompt` is pending. */
export interface RuntimeSession {
  /** Runs one turn. Resolves when it has ended and every event of it was emitted; `lost` when the engine died under it or cannot go on with it. Never rejects for a failed turn. */
  prompt(prompt: RuntimePrompt): Promise<RuntimeOutcome>;
  /** Adds a message to the pending turn. */
  steer(prompt: RuntimePrompt): Promise<void>;
  /** Delivers a decision. A decision for a request the engine does not hold (any more) is ignored. */
  answer(answer: RuntimeAnswer): Promise<void>;
  /** Stops the pending turn, which then resolves `aborted`. Idempotent. */
  abort(): Promise<void>;
  /** What changed in the engine's own state since the last call; undefined when nothing did. */
  checkpoint(): Promise<Checkpoint | undefined>;
  /** Forgets the session in this process; engine state stays for a later open. */
  close(): Promise<void>;
}

/** Opaque, incremental engine state: applying all of a session's checkpoints in order restores it in a fresh engine. */
export interface Checkpoint {
  /** Position in the engine's own history, ascending. */
  position: number;
  data: Uint8Array;
}

/** Adapter to the agent engine. Opening may start an engine (seconds); the rest is quick. It fails with `runtime.crashed` when the engine died meanwhile. */
export interface Runtime {
  open(ctx: TenantContext, spec: RuntimeSpec): Promise<RuntimeSession>;
  catalog(ctx: TenantContext): Promise<Pick<Catalog, "agents" | "defaultAgent">>;
  /** Starts the tenant's engine in the background, so that the first prompt finds it warm. Never rejects. */
  warm(ctx: TenantContext): void;
}
export const RUNTIME = token<Runtime>("sessions.runtime");

export interface CheckpointStore {
  /** Ascending by position. */
  load(ctx: TenantContext, session: string): Promise<Checkpoint[]>;
  /** Fails with `authority.stale_epoch`, writing nothing, when the lease has moved on. Saving a position twice keeps the first. */
  save(ctx: TenantContext, session: string, epoch: number, checkpoint: Checkpoint): Promise<void>;
}
export const CHECKPOINT_STORE = token<CheckpointStore>("sessions.checkpoints");

// ---------------------------------------------------------------- what clients may do

/** Delivered to a tail: a committed batch, in order, without gaps or repeats. */
export interface TailSink {
  events(batch: readonly SessionEvent[]): void;
  /** The tail cannot go on (session deleted, reader too slow upstream): read again from a snapshot. */
  reset(): void;
}

/** What any client may do with the sessions of one workspace. Implemented by the local engine and by the protocol client. */
export interface Workspace {
  create(ctx: RequestContext, input: { id?: string; title?: string; agent?: string; model?: ModelRef }): Promise<SessionSummary>;
  /** Accepts a command: when this resolves it is committed. See `commandSchema` for the kinds. */
  command(ctx: RequestContext, session: string, command: Command): Promise<CommandResult>;
  /** The newest snapshot (JSON text of a SessionView) and all events after it. */
  view(ctx: RequestContext, session: string): Promise<{ summary: SessionSummary; snapshot?: { seq: number; json: string }; events: SessionEvent[] }>;
  /** Delivers everything after `after`, then live, until the returned function is called. Fails with `session.not_found`. */
  tail(ctx: RequestContext, session: string, after: number, sink: TailSink): Promise<() => void>;
}
export const WORKSPACE = token<Workspace>("sessions.workspace");
