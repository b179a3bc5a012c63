import type { NewEvent } from "@open-cowork/shared";
import type { Clock } from "../kernel/clock.js";

export interface EventWriterOptions {
  clock: Clock;
  /** Commits a batch. Called for one batch at a time. */
  append(events: NewEvent[]): Promise<void>;
  /** Called once, when a batch could not be committed; the writer accepts nothing afterwards. */
  onFailure(error: unknown): void;
  /** Longest time an event waits for company in a slow stream, where waiting is felt. Default 8 ms. */
  windowMs?: number;
  /** The same in a fast stream, where commits are what costs. Default 20 ms, at least `windowMs`. */
  fastWindowMs?: number;
  /** Longest time an event that was only held waits for the first one that is not. Default 30 ms. */
  holdMs?: number;
  /** Default 64. */
  maxBatch?: number;
}

/** Events in one window from which a stream counts as fast. */
const FAST = 4;

/** Text that one event may carry after merging. */
const MAX_MERGED_CHARS = 16_384;

/** Commits that a stream slower than one a window may do at once: words that come unevenly do not wait. It earns them as it goes. */
const BURST = 3;

/**
 * Batches a run's events on their way to the log: the first is committed at once, those of a stream that is faster than one in a window
 * wait at most a window for company, and neighbouring pieces of one text become one event. While a commit is under way the next batch
 * grows, so a slow disk makes batches larger rather than the queue longer.
 */
export class EventWriter {
  #buffer: NewEvent[] = [];
  #committing: Promise<void> | undefined;
  #cancelTimer: (() => void) | undefined;
  /** The timer is that of held events: whatever else comes does not wait for it. */
  #holding = false;
  /** When the next commit would be due if commits came evenly, one a window (the generic cell rate algorithm of ITU-T I.371). */
  #dueAt: number | undefined;
  #failure: { error: unknown } | undefined;
  readonly #windowMs: number;
  readonly #fastWindowMs: number;
  readonly #holdMs: number;
  /** Events that came since the last batch, before merging. */
  #arrived = 0;
  #fast = false;
  readonly #maxBatch: number;

  constructor(private readonly options: EventWriterOptions) {
    this.#windowMs = options.windowMs ?? 8;
    this.#fastWindowMs = Math.max(this.#windowMs, options.fastWindowMs ?? 20);
    this.#holdMs = options.holdMs ?? 30;
    this.#maxBatch = options.maxBatch ?? 64;
  }

  push(...events: NewEvent[]): void {
    if (this.#failure) return;
    this.#arrived += events.length;
    for (const event of events) if (!this.#merge(event)) this.#buffer.push(event);
    if (this.#holding) this.#stopTimer();
    this.#schedule();
  }

  /** Like `push`, for events that something else follows in a moment: they wait for it and share its commit. */
  hold(...events: NewEvent[]): void {
    if (this.#failure) return;
    this.#buffer.push(...events);
    if (this.#committing !== undefined || this.#cancelTimer !== undefined) return;
    this.#holding = true;
    this.#cancelTimer = this.options.clock.after(this.#holdMs, () => this.#drain());
  }

  /** Resolves when everything pushed so far is committed; rejects when it cannot be. */
  async flush(): Promise<void> {
    while (this.#committing !== undefined || this.#buffer.length > 0) {
      this.#drain();
      await this.#committing;
    }
    if (this.#failure) throw this.#failure.error;
  }

  /** Forgets what is not committed yet. */
  discard(): void {
    this.#buffer = [];
    this.#stopTimer();
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#holding = false;
  }

  #merge(event: NewEvent): boolean {
    const last = this.#buffer[this.#buffer.length - 1];
    if (last === undefined || last.kind !== event.kind || (event.kind !== "text.appended" && event.kind !== "reasoning.appended")) return false;
    const into = last as typeof event;
    if (into.body.part !== event.body.part || into.run !== event.run || into.agentPath?.join("/") !== event.agentPath?.join("/")) return false;
    if (into.body.text.length + event.body.text.length > MAX_MERGED_CHARS) return false;
    this.#buffer[this.#buffer.length - 1] = { ...into, body: { ...into.body, text: into.body.text + event.body.text } } as NewEvent;
    return true;
  }

  #schedule(): void {
    if (this.#committing !== undefined || this.#cancelTimer !== undefined || this.#buffer.length === 0) return;
    const { clock } = this.options;
    // A wall clock may be set back: no event waits for longer than its window because of that.
    const wait = this.#dueAt === undefined ? 0 : Math.min(this.#window, this.#dueAt - this.#toleranceMs - clock.now());
    const due = wait <= 0 || this.#buffer.length >= this.#maxBatch;
    // What is pushed in one go is one commit, and so is what its promise reactions push.
    this.#cancelTimer = due ? clock.soon(() => this.#drain()) : clock.after(wait, () => this.#drain());
  }

  get #toleranceMs(): number {
    return (BURST - 1) * this.#windowMs;
  }

  get #window(): number {
    return this.#fast ? this.#fastWindowMs : this.#windowMs;
  }

  #drain(): void {
    this.#stopTimer();
    if (this.#committing !== undefined || this.#buffer.length === 0) return;
    const batch = this.#buffer.splice(0, this.#maxBatch);
    this.#fast = this.#arrived >= FAST;
    this.#arrived = 0;
    const now = this.options.clock.now();
    this.#dueAt = Math.min(Math.max(now, this.#dueAt ?? Number.POSITIVE_INFINITY), now + this.#toleranceMs) + this.#window;
    this.#committing = this.options.append(batch).then(
      () => this.#committed(),
      (error: unknown) => this.#failed(error),
    );
  }

  #committed(): void {
    this.#committing = undefined;
    this.#schedule();
  }

  #failed(error: unknown): void {
    this.#committing = undefined;
    this.#failure = { error };
    this.#buffer = [];
    this.options.onFailure(error);
  }
}
