import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { nowMs, stamp } from "@open-cowork/testkit/stamp";
import { serveCalls } from "../harness/serve-calls.js";
import { residentBytes } from "./resident.js";

/** The least that a Node process can do for readers of server-sent events: hold the answers, write the same buffer to each. */
const readers = new Set<ServerResponse>();
const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.flushHeaders();
  readers.add(response);
  response.once("close", () => readers.delete(response));
});

const methods = {
  async start(): Promise<{ url: string }> {
    await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port: 0, backlog: 1024 }, resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  },
  /** Sends `texts` frames of the size and shape that a text event has, one every `everyMs`. */
  async play({ texts, everyMs, chars }: { texts: number; everyMs: number; chars: number }): Promise<void> {
    const started = performance.now();
    for (let i = 0; i < texts; i++) {
      await sleep(Math.max(0, started + (i + 1) * everyMs - performance.now()));
      const frame = Buffer.from(frameOf(i + 1, stamp(nowMs()) + "x".repeat(chars)));
      for (const reader of readers) reader.write(frame);
    }
  },
  resident: residentBytes,
};
export type BareSsePeer = typeof methods;

function frameOf(seq: number, text: string): string {
  const run = "01K00000000000000000000000";
  const body = { message: `${run}-m`, part: `${run}-${seq}`, text };
  return `id: ${seq}\nevent: text.appended\ndata: ${JSON.stringify({ kind: "text.appended", run, body, seq, at: Date.now(), epoch: 1 })}\n\n`;
}

serveCalls(methods);
