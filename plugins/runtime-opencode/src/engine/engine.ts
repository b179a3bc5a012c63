import type { ChildProcess } from "node:child_process";
import type { Clock, Log } from "@open-cowork/core/kernel";
import type { EngineClient } from "./engine-client.js";
import { type EngineSetup, fingerprint } from "./engine-config.js";
import { type EnginePayload, EventStream } from "./event-stream.js";
import { residentBytes } from "./memory.js";
import { UnknownEvents } from "./unknown-events.js";

export interface EngineListener {
  /** An event of the live stream, in order; for the type `sync`, `properties` is the entry of the engine's history. */
  event(engine: Engine, type: string, properties: unknown): void;
  /** The live stream is up again after a break. */
  reconnected(engine: Engine): void;
  /** The process is gone. Called once. */
  gone(engine: Engine, expected: boolean): void;
}

export interface EngineParts {
  id: string;
  /** What it was started with; it knows no other models. */
  setup: EngineSetup;
  child: ChildProcess;
  pid: number;
  client: EngineClient;
  version: string;
  clock: Clock;
  log: Log;
  listener: EngineListener;
}

/** How long the stream may be silent before the engine's health is asked for; it has a heartbeat of ten seconds. */
const SILENCE_MS = 35_000;
const WATCH_EVERY_MS = 10_000;

/** One running OpenCode process of a tenant. */
export class Engine {
  readonly id: string;
  readonly setup: EngineSetup;
  readonly fingerprint: string;
  readonly pid: number;
  readonly client: EngineClient;
  readonly version: string;
  readonly unknown = new UnknownEvents();
  /** Turns that run in it. */
  turns = 0;
  /** Wall clock. */
  usedAt: number;
  /** Of the newest look, in bytes. */
  memory = 0;
  /** It takes no new turns and stops after its last. */
  draining = false;
  #stopping = false;
  #gone = false;
  #cancelWatch: () => void = () => undefined;
  readonly #stream: EventStream;
  readonly #closed = new AbortController();
  readonly #exited: Promise<void>;
  #resolveConnected: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: EngineParts) {
    this.id = parts.id;
    this.setup = parts.setup;
    this.fingerprint = fingerprint(parts.setup);
    this.pid = parts.pid;
    this.client = parts.client;
    this.version = parts.version;
    this.usedAt = parts.clock.now();
    this.#stream = new EventStream(parts.client, { event: (payload) => this.#onEvent(payload), connected: (again) => this.#onConnected(again) }, (ms) =>
      parts.clock.sleep(ms),
    );
    // Standard output ends with the engine; the guard then sees the end of its input and ends whatever the engine has left.
    parts.child.stdout?.once("end", () => this.#onEnd());
    this.#exited = new Promise((resolve) => {
      parts.child.once("exit", () => {
        this.#onEnd();
        resolve();
      });
    });
  }

  get alive(): boolean {
    return !this.#gone && !this.#stopping;
  }

  /** Resolves once events flow. */
  async connect(): Promise<void> {
    const connected = new Promise<void>((resolve) => {
      this.#resolveConnected = resolve;
    });
    this.#running = this.#stream.run(this.#closed.signal);
    await Promise.race([connected, this.#exited.then(() => Promise.reject(new Error("the engine ended while it started")))]);
    this.#watch();
  }

  /** Ends the process and all it has started: gently, after 1.5 seconds by force. Idempotent. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.parts.child.stdin?.end();
    await this.#exited;
    await this.#running;
  }

  #onEvent({ type, properties, syncEvent }: EnginePayload): void {
    this.parts.listener.event(this, type, type === "sync" ? syncEvent : properties);
  }

  #onConnected(again: boolean): void {
    this.#resolveConnected();
    if (again) this.parts.listener.reconnected(this);
  }

  #onEnd(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#cancelWatch();
    this.#closed.abort();
    this.parts.child.stdin?.end();
    this.parts.client.close().catch((error: unknown) => this.parts.log.debug("engine.close_failed", { engine: this.id, error }));
    this.parts.listener.gone(this, this.#stopping);
  }

  #watch(): void {
    this.#cancelWatch = this.parts.clock.after(WATCH_EVERY_MS, () => {
      this.#look()
        .catch((error: unknown) => this.parts.log.warn("engine.watch_failed", { engine: this.id, error }))
        .finally(() => {
          if (!this.#gone) this.#watch();
        });
    });
  }

  async #look(): Promise<void> {
    this.memory = (await residentBytes(this.pid)) ?? this.memory;
    if (performance.now() - this.#stream.heardAt < SILENCE_MS) return;
    const healthy = await Promise.race([this.parts.client.health().then((health) => health.healthy), this.parts.clock.sleep(5_000).then(() => false)]).catch(
      () => false,
    );
    if (healthy || !this.alive) return;
    this.parts.log.warn("engine.unresponsive", { engine: this.id, pid: this.pid });
    this.parts.child.stdin?.end();
  }
}
