import type { ServerResponse } from "node:http";
import type { SseWriter } from "@open-cowork/core/transport";

/** A reader with more than this unsent is dropped; it comes back by cursor when it can keep up. */
const MAX_UNSENT_BYTES = 1024 * 1024;

/**
 * One open stream. Holds the raw response and as little else as it can: ten thousand of these wait at once.
 * Everything that is not needed while waiting (an AbortSignal, drain promises) is made on demand.
 */
export class SseConnection implements SseWriter {
  readonly #res: ServerResponse;
  readonly #onDropped: () => void;
  #abort: AbortController | undefined;
  #leave: (() => void) | undefined;

  constructor(
    res: ServerResponse,
    /** Of the principal, for revocation. */
    readonly credential: string,
    onDropped: () => void,
  ) {
    this.#res = res;
    this.#onDropped = onDropped;
  }

  get isOpen(): boolean {
    return !this.#res.destroyed && !this.#res.writableEnded;
  }

  write(frame: Uint8Array | string): boolean {
    if (!this.isOpen) return false;
    if (this.#res.writableLength > MAX_UNSENT_BYTES) {
      this.#onDropped();
      this.#res.destroy();
      return false;
    }
    this.#res.write(frame);
    return true;
  }

  drained(): Promise<void> {
    const res = this.#res;
    if (!this.isOpen || !res.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        res.off("drain", done);
        res.off("close", done);
        resolve();
      };
      res.on("drain", done);
      res.on("close", done);
    });
  }

  end(lastFrame?: Uint8Array): void {
    if (!this.isOpen) return;
    this.#res.end(lastFrame);
  }

  /** Cuts the connection without waiting for what is unsent. */
  destroy(): void {
    this.#res.destroy();
  }

  get closed(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#res.destroyed) this.#abort.abort();
    return this.#abort.signal;
  }

  /** Called once when the reader has left; replaces an earlier one. */
  onLeave(leave: () => void): void {
    this.#leave = leave;
  }

  /** The response was closed, by either side. */
  left(): void {
    const leave = this.#leave;
    this.#leave = undefined;
    leave?.();
    this.#abort?.abort();
  }
}
