import type { ServerResponse } from "node:http";
import type { RevocationFeed } from "@open-cowork/core/authority";
import type { Clock, Log } from "@open-cowork/core/kernel";
import type { SseSource } from "@open-cowork/core/transport";
import type { Metrics } from "../metrics/metrics.js";
import type { ApiContext } from "../pipeline/state.js";
import { COME_BACK, HEARTBEAT, OPENED } from "./frames.js";
import { SseConnection } from "./sse-connection.js";

/** Each stream gets a comment this often, so that proxies and clients can tell silence from death. */
export const HEARTBEAT_MS = 15_000;
/** One timer ticks this many times in {@link HEARTBEAT_MS} and serves a part of the streams each time, so that ten thousand writes never come at once. */
const SLOTS = 15;
/** Revoked credentials remembered, for requests that were let in just before. */
const REMEMBERED = 1_000;

export interface SseStreamsDeps {
  clock: Clock;
  log: Log;
  revocations: RevocationFeed;
  metrics: Metrics;
}

/** All open streams of the process: opening, heartbeats, revocation, the orderly end. */
export class SseStreams {
  readonly #slots: Set<SseConnection>[] = Array.from({ length: SLOTS }, () => new Set());
  readonly #deps: SseStreamsDeps;
  readonly #revokedLately = new Set<string>();
  #nextSlot = 0;
  #tickSlot = 0;
  #size = 0;
  #stopping = false;
  #cancelTick: () => void = () => undefined;
  readonly #stopRevocations: () => void;

  constructor(deps: SseStreamsDeps) {
    this.#deps = deps;
    this.#stopRevocations = deps.revocations.onRevoked((credential) => this.#revoked(credential));
    this.#schedule();
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Takes the raw response over from Koa. The body ends with the connection instead of being chunked (RFC 9112 section 6.3): frames then go to the
   * socket as the very bytes that were shared between readers, without a length line before and a line break after each.
   */
  open(ctx: ApiContext, source: SseSource): void {
    const { res } = ctx;
    ctx.respond = false;
    writeHead(res, ctx.state.traceId);
    if (ctx.method === "HEAD" || this.#stopping) res.end(this.#stopping ? COME_BACK : undefined);
    const { credential } = ctx.state.principal;
    // What is kept of the request from here on is the response and the connection; Koa's own objects are let go.
    forget(ctx);
    this.#start(res, credential, source);
  }

  /** Ends all streams, telling readers to come back. */
  stop(): void {
    this.#stopping = true;
    this.#cancelTick();
    this.#stopRevocations();
    for (const connection of this.#all()) connection.end(COME_BACK);
  }

  #start(res: ServerResponse, credential: string, source: SseSource): void {
    const { metrics, log } = this.#deps;
    const connection = new SseConnection(res, credential, () => metrics.sseDropped.inc());
    // The credential may have ended since the request was let in: what closes its streams looked before this one was among them.
    if (this.#revokedLately.has(credential)) connection.destroy();
    if (connection.isOpen) this.#register(res, connection);
    // A source is called even for a reader who has left already, so that it can let go of what it had prepared.
    try {
      source(connection)?.catch((error: unknown) => this.#failed(connection, error));
    } catch (error) {
      this.#failed(connection, error);
    }
    log.debug("sse.opened", { streams: this.#size });
  }

  #register(res: ServerResponse, connection: SseConnection): void {
    const { metrics } = this.#deps;
    const slot = this.#slots[(this.#nextSlot = (this.#nextSlot + 1) % SLOTS)]!;
    slot.add(connection);
    this.#size++;
    metrics.sseConnections.set(this.#size);
    res.once("close", () => {
      slot.delete(connection);
      this.#size--;
      metrics.sseConnections.set(this.#size);
      connection.left();
    });
    res.socket?.setNoDelay(true);
    res.write(OPENED);
  }

  #failed(connection: SseConnection, error: unknown): void {
    // Headers are out: the reader learns by the end of the stream, comes back, and then gets the problem as an answer.
    this.#deps.log.warn("sse.failed", { error });
    connection.destroy();
  }

  #revoked(credential: string): void {
    this.#revokedLately.add(credential);
    if (this.#revokedLately.size > REMEMBERED) this.#revokedLately.delete(this.#revokedLately.values().next().value!);
    for (const connection of this.#all()) if (connection.credential === credential) connection.destroy();
  }

  *#all(): Generator<SseConnection> {
    for (const slot of this.#slots) yield* slot;
  }

  #schedule(): void {
    this.#cancelTick = this.#deps.clock.after(HEARTBEAT_MS / SLOTS, () => {
      this.#tickSlot = (this.#tickSlot + 1) % SLOTS;
      for (const connection of this.#slots[this.#tickSlot]!) connection.write(HEARTBEAT);
      this.#schedule();
    });
  }
}

/** Sends the head as one list: headers that are set one by one stay in memory for as long as the stream is open. What protects documents is left out. */
function writeHead(res: ServerResponse, traceId: string): void {
  res.useChunkedEncodingByDefault = false;
  res.writeHead(200, [
    ...["content-type", "text/event-stream; charset=utf-8"],
    ...["cache-control", "no-store, no-transform"],
    // nginx would hold frames back.
    ...["x-accel-buffering", "no"],
    ...["x-content-type-options", "nosniff"],
    ...["x-request-id", traceId],
    ...["connection", "close"],
  ]);
}

/**
 * Lets go of the request and of Koa's objects, which would otherwise live as long as the stream. Koa watches the response through on-finished,
 * which takes an `end` event for the end of it, calls Koa back without an error, and removes its listeners.
 */
function forget({ req, res }: ApiContext): void {
  res.emit("end");
  req.headers = {};
  req.rawHeaders = [];
}
