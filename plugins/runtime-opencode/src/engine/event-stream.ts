import { createParser } from "eventsource-parser";
import { Client } from "undici";
import type { EngineClient } from "./engine-client.js";

/** An event of the engine; `sync` ones carry an entry of its history instead of properties. */
export interface EnginePayload {
  type: string;
  properties?: unknown;
  syncEvent?: unknown;
}

export interface EventStreamSink {
  /** Called for each event in order, in the same turn of the event loop in which its bytes arrived. */
  event(payload: EnginePayload): void;
  /** The stream is up. `again` is true after a break, in which events may have been missed. */
  connected(again: boolean): void;
}

/** The engine's one live stream of everything. Opens it again after a break until the signal aborts. */
export class EventStream {
  /** When bytes last came, by `performance.now()`; the engine sends a heartbeat every ten seconds. */
  heardAt = performance.now();

  constructor(
    private readonly engine: EngineClient,
    private readonly sink: EventStreamSink,
    private readonly sleep: (ms: number) => Promise<void>,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    for (let again = false; !signal.aborted; again = true) {
      try {
        await this.#read(signal, again);
      } catch (error) {
        if (signal.aborted) return;
        // A broken stream says nothing by itself: the engine is watched by its exit and its health.
        if (!(error instanceof Error)) throw error;
      }
      if (!signal.aborted) await this.sleep(50);
    }
  }

  async #read(signal: AbortSignal, again: boolean): Promise<void> {
    // A silent engine is a normal engine: neither headers nor body may time out.
    const client = new Client(this.engine.origin, { headersTimeout: 0, bodyTimeout: 0 });
    try {
      const response = await client.request({
        method: "GET",
        path: "/global/event",
        headers: { authorization: this.engine.authorization, accept: "text/event-stream" },
        signal,
      });
      if (response.statusCode !== 200) throw new Error(`event stream answered ${response.statusCode}`);
      const decoder = new TextDecoder();
      const parser = createParser({
        onEvent: ({ data }) => {
          const { payload } = JSON.parse(data) as { payload: EnginePayload };
          // The engine's first word on a stream: from here on nothing is missed.
          if (payload.type === "server.connected") this.sink.connected(again);
          else this.sink.event(payload);
        },
      });
      for await (const chunk of response.body) {
        this.heardAt = performance.now();
        parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
      }
    } finally {
      await client.destroy();
    }
  }
}
