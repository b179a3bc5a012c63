import type { AppError, Attention, SessionSummary, WorkspaceMessage } from "@open-cowork/shared";
import type { EventSourceMessage } from "eventsource-parser";
import { Listeners } from "./listeners.js";
import { LiveStream, Restart } from "./live-stream.js";
import { SessionList } from "./session-list.js";
import type { Timers } from "./timers.js";

export type WorkspaceFeedState = "loading" | "live" | "reconnecting" | "failed";
/** What a change was about; `settings` says: read catalogue, providers and workspace info again. */
export type WorkspaceChange = "sessions" | "attention" | "settings" | "state";

export interface WorkspaceFeedPorts {
  timers: Timers;
  list(cursor: string | undefined): Promise<{ items: SessionSummary[]; next?: string }>;
  attention(): Promise<Attention[]>;
  stream(after: string | undefined, signal: AbortSignal): Promise<Response>;
}

/** The list is read this far by itself; older threads are found by search and by `client.sessions.list`. */
const MAX_PAGES = 10;

/**
 * The thread list and the open decisions of the workspace, live. The stream is opened first and the lists are read after it, so no change falls between;
 * a message is a whole summary, so one that arrives twice does no harm. Reconnects resume by the stream's own cursor.
 */
export class WorkspaceFeed {
  readonly #ports: WorkspaceFeedPorts;
  readonly #listeners = new Listeners<[WorkspaceChange]>();
  readonly #stream: LiveStream;
  readonly #list = new SessionList();
  #attention: Attention[] = [];
  #cursor: string | undefined;
  #state: WorkspaceFeedState = "loading";
  #error: AppError | undefined;
  /** The lists have to be read (again). */
  #stale = true;
  #reading: { sessions: boolean; attention: boolean | "again" } = { sessions: false, attention: false };
  #open = false;

  constructor(ports: WorkspaceFeedPorts) {
    this.#ports = ports;
    this.#stream = new LiveStream({
      timers: ports.timers,
      connect: (signal) => ports.stream(this.#cursor, signal),
      onOpen: () => this.#opened(),
      onBatch: (messages) => this.#apply(messages),
      onError: (error) => this.#failed(error),
    });
  }

  /** Threads that are not archived: pinned first, then by newest activity. A new array after each change. */
  get sessions(): SessionSummary[] {
    return this.#list.items;
  }
  /** Oldest first. */
  get attention(): Attention[] {
    return this.#attention;
  }
  get state(): WorkspaceFeedState {
    return this.#state;
  }
  get error(): AppError | undefined {
    return this.#error;
  }

  open(): void {
    this.#open = true;
    this.#stream.start();
  }

  /** Keeps the lists; `open` resumes. */
  close(): void {
    this.#open = false;
    this.#stream.stop();
    if (this.#state !== "failed") this.#state = "loading";
  }

  /** See {@link SessionFeed.reconnectNow}. */
  reconnectNow(): void {
    this.#stream.reconnectNow();
  }

  onChange(callback: (change: WorkspaceChange) => void): () => void {
    return this.#listeners.add(callback);
  }

  /** Puts a summary into the list at once, as a create or patch answered it; the stream brings it again. */
  merge(summary: SessionSummary): void {
    if (this.#list.merge([summary])) this.#listeners.call("sessions");
  }

  #opened(): void {
    if (!this.#stale) this.#enter("live");
  }

  #apply(messages: EventSourceMessage[]): void {
    const changed: SessionSummary[] = [];
    for (const message of messages) {
      const data = JSON.parse(message.data) as WorkspaceMessage;
      if (message.id) this.#cursor = message.id;
      if (data.type === "reset") {
        this.#restart();
        throw new Restart("The server asked to read the lists again.");
      } else if (data.type === "ready") this.#ready();
      else if (data.type === "session") changed.push(data.session);
      else if (data.type === "attention") void this.#readAttention();
      else if (data.type === "settings") this.#listeners.call("settings");
    }
    if (this.#list.merge(changed)) this.#listeners.call("sessions");
  }

  #ready(): void {
    if (this.#stale) void this.#read();
    else void this.#readAttention();
  }

  #restart(): void {
    this.#cursor = undefined;
    this.#stale = true;
  }

  async #read(): Promise<void> {
    if (this.#reading.sessions) return;
    this.#reading.sessions = true;
    this.#stale = false;
    try {
      this.#list.restart();
      let cursor: string | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const { items, next } = await this.#ports.list(cursor);
        this.#list.merge(items);
        if (page === 0) this.#enter("live");
        this.#listeners.call("sessions");
        cursor = next;
        if (cursor === undefined) break;
      }
      this.#list.finish();
      this.#listeners.call("sessions");
    } catch (cause) {
      this.#retryLater(cause);
    } finally {
      this.#reading.sessions = false;
    }
    await this.#readAttention();
  }

  /** One request at a time; a change that arrives meanwhile asks once more. */
  async #readAttention(): Promise<void> {
    if (this.#reading.attention) {
      this.#reading.attention = "again";
      return;
    }
    this.#reading.attention = true;
    try {
      do {
        this.#reading.attention = true;
        this.#attention = await this.#ports.attention();
        this.#listeners.call("attention");
        // The flag may have been raised by a message during the await.
      } while ((this.#reading.attention as boolean | "again") === "again");
    } catch (cause) {
      this.#retryLater(cause);
    } finally {
      this.#reading.attention = false;
    }
  }

  /** A list could not be read though the stream is open: everything is read again over a fresh connection, with the stream's backoff. */
  #retryLater(cause: unknown): void {
    this.#restart();
    if (!this.#open) return;
    this.#ports.timers.setTimeout(() => this.#stream.reconnectNow(), 1_000 + this.#ports.timers.random() * 1_000);
    this.#enter("reconnecting", cause as AppError);
  }

  #failed(error: AppError): boolean {
    if (error.code === "request.bad_cursor") this.#restart();
    this.#enter(error.kind === "unauthenticated" || error.kind === "forbidden" ? "failed" : "reconnecting", error);
    return this.#state === "reconnecting";
  }

  #enter(state: WorkspaceFeedState, error?: AppError): void {
    if (this.#state === state && this.#error === error) return;
    this.#state = state;
    this.#error = error;
    this.#listeners.call("state");
  }
}
