import { randomBytes } from "node:crypto";
import type { Clock, Log } from "@open-cowork/core/kernel";
import { type EventBus, LocalBus } from "@open-cowork/core/transport";
import { decodeFrame, encodeFrame, type Frame, packMessages } from "./frames.js";
import { NotifyConnection } from "./notify-connection.js";
import { Peers } from "./peers.js";

const HELLO_MS = 10_000;
const SILENT_MS = 35_000;
/** Least time from one notification to the next: Postgres lets notifying transactions commit one at a time. */
const SPACING_MS = 3;
/** Messages waiting beyond this are dropped, and the others told that something is missing. */
const MAX_WAITING = 10_000;

export interface PostgresBusOptions {
  url: string;
  clock: Clock;
  log: Log;
}

/**
 * Delivers at once within the process, and to other processes by NOTIFY on a connection of its own, after the fact and in batches: the first
 * message leaves immediately, those that come while it travels leave together. With no other process listening nothing is even serialised.
 */
export class PostgresBus implements EventBus {
  readonly #id = randomBytes(9).toString("base64url");
  readonly #local: LocalBus;
  readonly #peers = new Peers(SILENT_MS);
  readonly #connection: NotifyConnection;
  #waiting: [string, unknown][] = [];
  #sending = false;
  #lost = false;
  #opened = false;
  #number = 0;
  #cancelHello: () => void = () => undefined;

  constructor(private readonly options: PostgresBusOptions) {
    const { log } = options;
    this.#local = new LocalBus((error, topic) => log.error("bus.listener_failed", { topic, error }));
    this.#connection = new NotifyConnection(options.url, options, { payload: (payload) => this.#receive(payload), connected: () => this.#connected() });
  }

  /** Resolves when this process hears the others. */
  async open(): Promise<void> {
    await this.#connection.open();
    this.#beat();
  }

  publish(topic: string, message: unknown): void {
    this.#local.publish(topic, message);
    if (this.#peers.none) return;
    if (this.#waiting.push([topic, message]) > MAX_WAITING) {
      this.#waiting = [];
      this.#lost = true;
    }
    if (!this.#sending) void this.#flush();
  }

  subscribe(topic: string, listener: (message: unknown) => void): () => void {
    return this.#local.subscribe(topic, listener);
  }

  onGap(listener: () => void): () => void {
    return this.#local.onGap(listener);
  }

  /** True while other processes can be heard. */
  get connected(): boolean {
    return this.#connection.connected;
  }

  async close(): Promise<void> {
    this.#cancelHello();
    await this.#send([{ type: "bye" }]);
    await this.#connection.close();
  }

  async #flush(): Promise<void> {
    this.#sending = true;
    // What is published in the same turn, such as an announcement and a wake-up, leaves together.
    await undefined;
    while (this.#waiting.length > 0 && !this.#peers.none) {
      const { frames, lost } = this.#pack(this.#waiting);
      this.#waiting = [];
      if (lost || this.#lost) frames.push({ type: "hello", reply: false, lost: true });
      this.#lost = !(await this.#send(frames));
      await this.options.clock.sleep(SPACING_MS);
    }
    this.#waiting = [];
    this.#sending = false;
  }

  #pack(messages: readonly [string, unknown][]): { frames: Frame[]; lost: boolean } {
    try {
      return packMessages(messages);
    } catch (error) {
      // A message that is not JSON is its publisher's mistake; the others are told that they miss something.
      this.options.log.error("bus.not_serialisable", { topics: messages.map(([topic]) => topic), error });
      return { frames: [], lost: true };
    }
  }

  /** Never rejects. */
  #send(frames: readonly Frame[]): Promise<boolean> {
    return this.#connection.notify(frames.map((frame) => encodeFrame(this.#id, this.#number++, frame)));
  }

  #receive(payload: string): void {
    const received = decodeFrame(payload, this.#id);
    if (!received) return;
    const { sender, frame } = received;
    if (frame.type === "bye") {
      this.#peers.left(sender);
      return;
    }
    this.#peers.heard(sender, this.options.clock.now());
    if (frame.type === "messages") for (const [topic, message] of frame.messages) this.#local.publish(topic, message);
    else {
      if (frame.reply) void this.#send([{ type: "hello", reply: false, lost: false }]);
      if (frame.lost) this.#local.gap();
    }
  }

  #connected(): void {
    const again = this.#opened;
    this.#opened = true;
    void this.#send([{ type: "hello", reply: true, lost: again }]);
    if (again) this.#local.gap();
  }

  #beat(): void {
    this.#cancelHello = this.options.clock.after(HELLO_MS, () => {
      this.#peers.expire(this.options.clock.now());
      void this.#send([{ type: "hello", reply: false, lost: false }]);
      this.#beat();
    });
  }
}
