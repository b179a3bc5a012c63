import { AppError, isAppError } from "@open-cowork/shared";
import { createParser, type EventSourceMessage } from "eventsource-parser";
import type { Timers } from "./timers.js";

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
/** The server writes a heartbeat each 15 s: silence of this length means that the connection is dead though nobody said so. */
const SILENCE_MS = 40_000;

/** Thrown by `onBatch` to ask for a fresh connection (which may read a snapshot first). */
export class Restart extends Error {}

export interface LiveStreamOptions {
  timers: Timers;
  /** Opens the stream from where the owner stands; called again for each reconnect. */
  connect(signal: AbortSignal): Promise<Response>;
  onOpen(): void;
  /** Everything that arrived together. */
  onBatch(messages: EventSourceMessage[]): void;
  /** The connection broke or could not be made. Answers whether to go on trying. */
  onError(error: AppError): boolean;
}

/**
 * Keeps one stream of server-sent events open: reconnects with exponential backoff and jitter (0.25 to 10 s), at once when told to, until it is stopped.
 * EventSource is not used because it can neither send a bearer token nor show the status and code of a refusal; the parsing is eventsource-parser's.
 */
export class LiveStream {
  readonly #options: LiveStreamOptions;
  #attempt = 0;
  #abort: AbortController | undefined;
  #timer: unknown;
  #running = false;

  constructor(options: LiveStreamOptions) {
    this.#options = options;
  }

  /** Does nothing while it runs. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#attempt = 0;
    this.#go();
  }

  stop(): void {
    this.#running = false;
    this.#options.timers.clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = undefined;
  }

  /** Cuts the wait before the next attempt short, and replaces a connection that may be dead. */
  reconnectNow(): void {
    if (!this.#running) return;
    this.#attempt = 0;
    this.#abort?.abort();
    this.#go();
  }

  #go(): void {
    this.#options.timers.clearTimeout(this.#timer);
    const abort = new AbortController();
    this.#abort = abort;
    this.#once(abort).then(
      () => this.#failed(abort, new AppError("host.unreachable", { message: "The connection was closed." })),
      (error: unknown) => this.#failed(abort, asAppError(error)),
    );
  }

  #failed(abort: AbortController, error: AppError): void {
    // A connection that was replaced or stopped has nothing to say any more.
    if (this.#abort !== abort || !this.#running) return;
    abort.abort();
    if (!this.#options.onError(error)) {
      this.stop();
      return;
    }
    const { timers } = this.#options;
    const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(this.#attempt++, 10));
    const delay = Math.max(error.retryAfterMs ?? 0, ceiling * (0.5 + timers.random() / 2));
    this.#timer = timers.setTimeout(() => this.#go(), delay);
  }

  async #once(abort: AbortController): Promise<void> {
    const { timers, connect, onOpen, onBatch } = this.#options;
    let silent = false;
    const onSilence = () => {
      silent = true;
      abort.abort();
    };
    let watchdog = timers.setTimeout(onSilence, SILENCE_MS);
    try {
      const response = await connect(abort.signal);
      if (abort.signal.aborted || !response.body) return;
      onOpen();
      let batch: EventSourceMessage[] = [];
      const parser = createParser({ onEvent: (message) => batch.push(message) });
      const text = new TextDecoder();
      for await (const chunk of chunksOf(response.body)) {
        timers.clearTimeout(watchdog);
        watchdog = timers.setTimeout(onSilence, SILENCE_MS);
        parser.feed(text.decode(chunk, { stream: true }));
        if (batch.length === 0) continue;
        const messages = batch;
        batch = [];
        onBatch(messages);
        this.#attempt = 0;
        if (abort.signal.aborted) return;
      }
    } catch (cause) {
      throw silent ? new AppError("host.unreachable", { message: "The connection fell silent.", cause }) : cause;
    } finally {
      timers.clearTimeout(watchdog);
    }
  }
}

/** A body as an iterable; browsers differ in whether a ReadableStream is one. Leaving early frees the connection. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // A body that has failed already rejects here too, and has nothing left to free.
    await reader.cancel().catch(() => undefined);
  }
}

function asAppError(error: unknown): AppError {
  return isAppError(error) ? error : new AppError("host.unreachable", { message: error instanceof Restart ? error.message : undefined, cause: error });
}
