import type { Clock } from "@open-cowork/core/kernel";
import type { RuntimeOutcome } from "@open-cowork/core/sessions";
import { AppError, type Failure } from "@open-cowork/shared";
import type { TurnSignals } from "../mapping/session-mapper.js";

/** After the engine went idle, how long its last word on an answer may take. */
const LAST_WORD_MS = 400;
/** After an abort, how long the engine may take to say that it stopped. */
const ABORT_MS = 4_000;

/**
 * Decides when a turn has ended and how. The engine says "idle" more than once and also for earlier turns, so an idle counts
 * only when every message given to it is in its history, and the turn ends when its open answers have got their end.
 */
export class Turn implements TurnSignals {
  readonly outcome: Promise<RuntimeOutcome>;
  #settle!: (outcome: RuntimeOutcome) => void;
  readonly #unseen = new Set<string>();
  #ended = false;
  #abortAsked = false;
  #aborted = false;
  #error: Failure | undefined;
  #cancelTimer: (() => void) | undefined;
  #idle = false;

  constructor(
    private readonly clock: Clock,
    /** Whether an answer of the root is still being written. */
    private readonly open: () => boolean,
    private readonly beforeEnd: () => void,
  ) {
    this.outcome = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get ended(): boolean {
    return this.#ended;
  }
  get abortAsked(): boolean {
    return this.#abortAsked;
  }

  /** A message is on its way to the engine. */
  giving(message: string): void {
    this.#unseen.add(message);
  }
  /** It did not get there. */
  takingBack(message: string): void {
    this.#unseen.delete(message);
  }

  said(message: string): void {
    this.#unseen.delete(message);
    // Work begins again: an idle before this belonged to what came before.
    this.#idle = false;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  failed(error: Failure): void {
    this.#error ??= error;
    // Refused before it reached the history: the engine then never says that it is idle.
    if (this.#unseen.size > 0) this.#cancelTimer ??= this.clock.after(LAST_WORD_MS, () => this.#finish());
  }

  aborted(): void {
    this.#aborted = true;
  }

  idle(): void {
    if (this.#unseen.size > 0 && !this.#abortAsked) return;
    this.#idle = true;
    if (!this.open()) this.#finish();
    else this.#cancelTimer ??= this.clock.after(LAST_WORD_MS, () => this.#finish());
  }

  answered(): void {
    if (this.#idle && !this.open()) this.#finish();
  }

  /** The engine was told to stop. */
  abort(): void {
    if (this.#abortAsked) return;
    this.#abortAsked = true;
    this.clock.after(ABORT_MS, () => this.#finish());
  }

  /** The engine died, or cannot go on with the turn; a new one can. */
  lose(reason?: string): void {
    const { code, message, retryable } = new AppError("runtime.crashed", reason === undefined ? {} : { message: reason });
    this.#end(this.#abortAsked ? { state: "aborted" } : { state: "lost", error: { code, message, retryable } });
  }

  /** The turn could not begin. */
  refuse(error: Failure): void {
    this.#end(this.#abortAsked ? { state: "aborted" } : { state: "failed", error });
  }

  #finish(): void {
    if (this.#aborted || this.#abortAsked) this.#end({ state: "aborted" });
    else if (this.#error !== undefined) this.#end({ state: "failed", error: this.#error });
    else this.#end({ state: "finished" });
  }

  #end(outcome: RuntimeOutcome): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelTimer?.();
    this.beforeEnd();
    this.#settle(outcome);
  }
}
