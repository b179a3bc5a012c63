import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { BenchContext } from "../benchmark.js";
import type { Answer, Call } from "./serve-calls.js";

const STOP_DEADLINE_MS = 15_000;

export interface PeerOptions {
  /** Module under `peers/`, without extension. */
  module: string;
  /** Node options, such as `--expose-gc`. */
  nodeOptions?: string[];
  env?: Record<string, string>;
}

/** Methods of a peer as they look from here: one argument, a promise back. */
type Remote<T> = { [K in keyof T]: T[K] extends (input: infer I) => infer O ? (input: I) => Promise<Awaited<O>> : never };

/**
 * A process of its own for one side of a benchmark, so that load and server do not share an event loop.
 * `call.name(input)` runs the method of that name there; it rejects when the method throws or the process dies. Stopped with the benchmark.
 */
export class Peer<T extends object> {
  readonly call: Remote<T>;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #next = 0;

  private constructor(
    readonly process: ChildProcess,
    private readonly name: string,
  ) {
    this.call = new Proxy({} as Remote<T>, { get: (_, method) => (input: unknown) => this.#send(String(method), input) });
    process.on("message", (answer: Answer) => this.#settle(answer));
    process.once("exit", (code, signal) => this.#fail(new Error(`${name} ended (${signal ?? code})`)));
  }

  static async start<T extends object>(context: BenchContext, { module, nodeOptions = [], env = {} }: PeerOptions): Promise<Peer<T>> {
    const path = fileURLToPath(new URL(`../peers/${module}.js`, import.meta.url));
    // Its own process group: Ctrl-C reaches the runner only, which then stops the peer in order.
    const child = fork(path, {
      execArgv: nodeOptions,
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      serialization: "advanced",
      detached: true,
    });
    const peer = new Peer<T>(child, module);
    context.defer(() => peer.stop());
    await once(child, "spawn");
    return peer;
  }

  get pid(): number {
    return this.process.pid as number;
  }

  /** Asks it to end, and ends it after a deadline. Idempotent. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, "exit");
    if (this.process.connected) this.process.disconnect();
    const timer = setTimeout(() => this.process.kill("SIGKILL"), STOP_DEADLINE_MS);
    await exited;
    clearTimeout(timer);
  }

  #send(method: string, input: unknown): Promise<unknown> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const call: Call = { id, method, input };
      this.process.send(call, (error) => error && this.#settle({ id, error: `${this.name}: ${error.message}` }));
    });
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ("error" in answer) waiting?.reject(new Error(answer.error));
    else waiting?.resolve(answer.value);
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
