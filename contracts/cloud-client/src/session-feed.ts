import {
  type AnyEvent,
  type AppError,
  type CommandInput,
  type CommandResult,
  emptyView,
  newId,
  type SessionFold,
  type SessionSummary,
  type SessionView,
} from "@open-cowork/shared";
import type { EventSourceMessage } from "eventsource-parser";
import { Listeners } from "./listeners.js";
import { LiveStream, Restart } from "./live-stream.js";
import { type PendingPrompt, PendingPrompts, type PromptInput } from "./pending-prompts.js";
import type { Timers } from "./timers.js";

/** missing: deleted, or not ours to see. failed: refused for good, see `error` (a sign-in that ended, for instance). */
export type SessionFeedState = "loading" | "live" | "reconnecting" | "missing" | "failed";

/** A command whose id may be left to the feed. */
export type NewCommand = CommandInput extends infer C ? (C extends CommandInput ? Omit<C, "id"> & { id?: string } : never) : never;

export interface SessionFeedPorts {
  session: string;
  timers: Timers;
  view(signal: AbortSignal): Promise<{ summary: SessionSummary; fold: SessionFold }>;
  stream(after: number, signal: AbortSignal): Promise<Response>;
  command(command: CommandInput): Promise<CommandResult>;
}

/**
 * One thread, live: reads the view, then follows its events and folds them with the function that the server uses.
 * A broken connection resumes by cursor; where that cannot be done (a gap, a `reset`) the view is read again, and `view` becomes another object.
 * `close` keeps what was read, so `open` after it catches up: a hidden tab may close its feed to give the connection back.
 */
export class SessionFeed {
  readonly session: string;
  readonly #ports: SessionFeedPorts;
  readonly #listeners = new Listeners<[]>();
  readonly #pending: PendingPrompts;
  readonly #stream: LiveStream;
  #fold: SessionFold | undefined;
  #empty = emptyView();
  #state: SessionFeedState = "loading";
  #error: AppError | undefined;
  #summary: SessionSummary | undefined;

  constructor(ports: SessionFeedPorts) {
    this.session = ports.session;
    this.#ports = ports;
    this.#pending = new PendingPrompts(
      (command) => ports.command(command),
      () => this.#listeners.call(),
    );
    this.#stream = new LiveStream({
      timers: ports.timers,
      connect: (signal) => this.#connect(signal),
      onOpen: () => this.#enter("live"),
      onBatch: (messages) => this.#apply(messages),
      onError: (error) => this.#failed(error),
    });
  }

  /** Changed in place by each batch (compare `rev` of blocks); empty until the first read. */
  get view(): SessionView {
    return this.#fold?.view ?? this.#empty;
  }
  /** Line of the thread list as of the last read of the view. */
  get summary(): SessionSummary | undefined {
    return this.#summary;
  }
  get state(): SessionFeedState {
    return this.#state;
  }
  /** Why it is reconnecting or has failed. */
  get error(): AppError | undefined {
    return this.#error;
  }
  /** Prompts sent from here that the log does not show yet, oldest first. A new array after each change. */
  get pending(): PendingPrompt[] {
    return this.#pending.items;
  }

  open(): void {
    this.#stream.start();
  }

  close(): void {
    this.#stream.stop();
    if (this.#state === "live" || this.#state === "reconnecting") this.#state = "loading";
  }

  /** For `online` events and a tab that becomes visible: tries now instead of waiting out the backoff. Does nothing when closed. */
  reconnectNow(): void {
    this.#stream.reconnectNow();
  }

  /** Called synchronously after each folded batch and each change of state or pending prompts. Returns what unsubscribes. */
  onChange(callback: () => void): () => void {
    return this.#listeners.add(callback);
  }

  /** Shows the prompt in `pending` at once and sends it. Works before `open` and while reconnecting. */
  prompt(input: PromptInput): PendingPrompt {
    return this.#pending.add(input);
  }
  retry(id: string): void {
    this.#pending.retry(id);
  }
  discard(id: string): void {
    this.#pending.discard(id);
  }

  /** Anything but an optimistic prompt. An id is made when the command has none. */
  command(command: NewCommand): Promise<CommandResult> {
    return this.#ports.command({ ...command, id: command.id ?? newId() } as CommandInput);
  }

  async #connect(signal: AbortSignal): Promise<Response> {
    if (!this.#fold) {
      const { summary, fold } = await this.#ports.view(signal);
      signal.throwIfAborted();
      this.#fold = fold;
      this.#summary = summary;
      this.#pending.confirmAll(fold.view);
      this.#listeners.call();
    }
    return this.#ports.stream(this.view.seq, signal);
  }

  #apply(messages: EventSourceMessage[]): void {
    try {
      for (const message of messages) {
        if (message.event === "reset") throw new Restart("The server asked to read the thread again.");
        const event = JSON.parse(message.data) as AnyEvent;
        this.#fold?.apply(event);
        this.#pending.confirm(event);
      }
    } catch (cause) {
      // A reset, a gap (FoldGap), or an event that this code cannot fold: what is shown stays until the view has been read again.
      this.#dropFold();
      throw cause instanceof Restart ? cause : new Restart("The thread is read again.", { cause });
    }
    this.#listeners.call();
  }

  /** The next connect reads the view; until then the old one is shown. */
  #dropFold(): void {
    this.#empty = this.view;
    this.#fold = undefined;
  }

  #failed(error: AppError): boolean {
    if (error.kind === "not_found") this.#enter("missing", error);
    else if (error.code === "request.bad_cursor") {
      this.#dropFold();
      this.#enter("reconnecting", error);
    } else if (error.kind === "unauthenticated" || error.kind === "forbidden") this.#enter("failed", error);
    else this.#enter("reconnecting", error);
    return this.#state === "reconnecting";
  }

  #enter(state: SessionFeedState, error?: AppError): void {
    if (this.#state === state && this.#error === error) return;
    this.#state = state;
    this.#error = error;
    this.#listeners.call();
  }
}
