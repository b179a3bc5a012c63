import type { Log, RequestContext } from "@open-cowork/core/kernel";
import type { EventLog, SessionIndex, Workspace } from "@open-cowork/core/sessions";
import type { SseSource } from "@open-cowork/core/transport";
import { AppError, type SessionEvent } from "@open-cowork/shared";
import type { Metrics } from "../metrics/metrics.js";
import { type Batch, batchOf, bytesAfter, RecentBatches } from "./batches.js";
import { COME_BACK, RESET } from "./frames.js";
import type { SseConnection } from "./sse-connection.js";

/** Events read from the log at once while a reader catches up, at first and at most. */
const FIRST_PAGE = 50;
const REPLAY_PAGE = 200;
/**
 * Written at once while catching up, so that a page of large events does not count as a reader who is too slow. Pages of more than that become shorter:
 * a hundred readers of a thread with huge events would otherwise hold it in memory a hundred times.
 */
const REPLAY_BYTES = 256 * 1024;

export interface SessionHubDeps {
  workspace: Workspace;
  eventLog: EventLog;
  index: SessionIndex;
  log: Log;
  metrics: Metrics;
}

/**
 * Live events of sessions. However many readers a session has, it has one tail here; each committed batch is turned into bytes once and the
 * same buffer goes to all. A reader first gets what it missed (from the recent batches, else page by page from the log, waiting for its own
 * connection), then joins, with no event twice and none left out.
 */
export class SessionHub {
  readonly #deps: SessionHubDeps;
  readonly #channels = new Map<string, Channel>();

  constructor(deps: SessionHubDeps) {
    this.#deps = deps;
  }

  /** Sessions being watched. */
  get size(): number {
    return this.#channels.size;
  }

  /** Checks the session and the cursor before any byte of a stream is sent. @throws AppError `session.not_found`, `request.bad_cursor` */
  async open(ctx: RequestContext, session: string, after: number): Promise<SseSource> {
    const summary = await this.#deps.index.get(ctx, session);
    if (!summary) throw new AppError("session.not_found");
    if (after > summary.headSeq) throw new AppError("request.bad_cursor");
    const { tenant, principal, traceId } = ctx;
    // A context without the request's signal: the shared tail outlives the reader who opened it.
    return (out) => this.#read({ tenant, principal, traceId }, session, after, summary.headSeq, out as SseConnection);
  }

  async #read(ctx: RequestContext, session: string, after: number, head: number, out: SseConnection): Promise<void> {
    const key = `${ctx.tenant}/${session}`;
    let channel = this.#channels.get(key);
    if (!channel) {
      channel = new Channel(this.#deps, ctx, session, head, () => this.#channels.delete(key));
      this.#channels.set(key, channel);
    }
    await channel.join(out, after);
  }
}

class Channel {
  readonly #readers = new Set<SseConnection>();
  /** Readers whose cursor is beyond what the tail has delivered here (they read the log first): seq they have. */
  readonly #ahead = new Map<SseConnection, number>();
  readonly #recent = new RecentBatches();
  readonly #opened: Promise<void>;
  /** Delivered by the tail, not written yet. */
  #waiting: SessionEvent[] = [];
  #joining = 0;
  #position: number;
  #closed = false;
  #stop: () => void = () => undefined;

  constructor(
    private readonly deps: SessionHubDeps,
    private readonly ctx: RequestContext,
    private readonly session: string,
    head: number,
    private readonly onEmpty: () => void,
  ) {
    this.#position = head;
    this.#opened = this.#open(head);
  }

  async join(reader: SseConnection, after: number): Promise<void> {
    reader.onLeave(() => this.#leave(reader));
    this.#joining++;
    try {
      await this.#opened;
      await this.#catchUp(reader, after);
    } finally {
      this.#joining--;
      this.#closeIfEmpty();
    }
  }

  async #open(head: number): Promise<void> {
    try {
      const stop = await this.deps.workspace.tail(this.ctx, this.session, head, {
        events: (events) => this.#deliver(events),
        reset: () => this.#reset(),
      });
      if (this.#closed) stop();
      else this.#stop = stop;
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  /** Reads the log until the reader is within the recent batches, then joins in the same turn of the event loop. */
  async #catchUp(reader: SseConnection, from: number): Promise<void> {
    let after = from;
    let limit = FIRST_PAGE;
    while (reader.isOpen && !this.#closed) {
      this.#flush();
      const recent = this.#recent.after(after, this.#position);
      if (recent) {
        for (const bytes of recent) reader.write(bytes);
        if (reader.isOpen) this.#readers.add(reader);
        if (after > this.#position) this.#ahead.set(reader, after);
        return;
      }
      const events = await this.deps.eventLog.read(this.ctx, this.session, { after, limit });
      if (events.length === 0) throw new AppError("session.not_found");
      // Older events are not kept any more: only a snapshot can bridge that.
      if (events[0]!.seq !== after + 1) return reader.end(RESET);
      const { bytes } = batchOf(events);
      await this.#replay(reader, bytes);
      limit = bytes.length > REPLAY_BYTES ? Math.max(1, limit >> 1) : Math.min(REPLAY_PAGE, limit * 2);
      this.deps.metrics.sseEvents.inc(events.length);
      after = events[events.length - 1]!.seq;
    }
    // The channel closed meanwhile (the session was deleted): the reader asks again and is told.
    reader.end(COME_BACK);
  }

  async #replay(reader: SseConnection, bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; at += REPLAY_BYTES) {
      reader.write(bytes.subarray(at, at + REPLAY_BYTES));
      await reader.drained();
    }
  }

  /**
   * Writing to a thousand sockets takes milliseconds, so it waits until this turn's callbacks have run: who committed the batch goes on at once, and
   * batches that arrived together, as they do when the process is busy, go out as one.
   */
  #deliver(events: readonly SessionEvent[]): void {
    if (events.length === 0 || this.#closed) return;
    if (this.#waiting.length === 0) setImmediate(() => this.#flush());
    this.#waiting.push(...events);
  }

  #flush(): void {
    if (this.#waiting.length === 0) return;
    const batch = batchOf(this.#waiting);
    const isDeleted = this.#waiting.some(({ kind }) => kind === "session.deleted");
    this.#waiting = [];
    this.#position = batch.to;
    this.#recent.push(batch);
    for (const reader of this.#readers) {
      const bytes = this.#ahead.size === 0 ? batch.bytes : this.#bytesFor(reader, batch);
      if (bytes) reader.write(bytes);
    }
    this.deps.metrics.sseEvents.inc((batch.to - batch.from + 1) * this.#readers.size);
    // Nothing that comes after is for people; whoever comes back is told that the thread is gone.
    if (isDeleted) this.#end(COME_BACK);
  }

  #bytesFor(reader: SseConnection, batch: Batch): Buffer | undefined {
    const has = this.#ahead.get(reader);
    if (has === undefined) return batch.bytes;
    if (batch.to >= has) this.#ahead.delete(reader);
    return bytesAfter(batch, has);
  }

  #reset(): void {
    this.#flush();
    this.#end(RESET);
  }

  #end(lastFrame: Buffer): void {
    for (const reader of this.#readers) reader.end(lastFrame);
    this.#close();
  }

  #leave(reader: SseConnection): void {
    this.#readers.delete(reader);
    this.#ahead.delete(reader);
    this.#closeIfEmpty();
  }

  #closeIfEmpty(): void {
    if (this.#readers.size === 0 && this.#joining === 0) this.#close();
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.onEmpty();
    this.#stop();
  }
}
