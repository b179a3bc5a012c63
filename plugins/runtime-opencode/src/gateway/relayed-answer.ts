import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { Dispatcher } from "undici";
import { responseHeaders } from "./relay-headers.js";

/**
 * Writes a provider's answer to the engine as its bytes come, without a stream in between: this sits on the path of every
 * token. A slow engine slows the provider down; whoever hangs up first ends both sides.
 */
export class RelayedAnswer implements Dispatcher.DispatchHandler {
  /** Resolves at the end, also when the engine hung up; rejects when the provider failed. */
  readonly done: Promise<void>;
  readonly #chunks: Buffer[] = [];
  #resolve!: () => void;
  #reject!: (error: Error) => void;

  constructor(private readonly response: ServerResponse) {
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    const hangUp = () => controller.abort(new Error("the engine has hung up"));
    if (this.response.destroyed) hangUp();
    else this.response.once("close", hangUp);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.response.writeHead(status, responseHeaders(headers));
    // With the first bytes where they come at once, alone where the model thinks first.
    setImmediate(() => {
      if (!this.response.writableEnded && !this.response.destroyed) this.response.flushHeaders();
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // One read of the provider's socket holds many small chunks: they leave in one write, in the same turn of the event loop.
    if (this.#chunks.push(chunk) === 1) process.nextTick(() => this.#flush(controller));
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    this.#flush(controller);
    this.response.end();
    this.#resolve();
  }

  #flush(controller: Dispatcher.DispatchController): void {
    const chunks = this.#chunks.splice(0);
    if (chunks.length === 0 || this.response.destroyed) return;
    if (this.response.write(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))) return;
    controller.pause();
    this.response.once("drain", () => controller.resume());
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.response.destroyed) this.#resolve();
    else this.#reject(error);
  }
}
