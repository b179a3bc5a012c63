import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { EngineClient } from "./engine-client.js";
import { EventStream } from "./event-stream.js";

describe("the engine's live stream", () => {
  let server: Server;
  let client: EngineClient;
  let connections: ServerResponse[];
  let stop: AbortController;
  let running: Promise<void>;
  const seen: string[] = [];
  let wake: () => void = () => undefined;

  const until = async (done: () => boolean) => {
    while (!done())
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  const frame = (payload: object) => `data: ${JSON.stringify({ payload })}\n\n`;

  beforeEach(async () => {
    connections = [];
    seen.length = 0;
    server = createServer((request, response) => {
      expect(request.headers.authorization).to.match(/^Basic /);
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(frame({ type: "server.connected", properties: {} }));
      connections.push(response);
      wake();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    client = new EngineClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, "pw");
    stop = new AbortController();
    const note = (what: string) => {
      seen.push(what);
      wake();
    };
    const stream = new EventStream(
      client,
      { event: (payload) => note(payload.type), connected: (again) => note(again ? "again" : "connected") },
      async () => undefined,
    );
    running = stream.run(stop.signal);
  });
  afterEach(async () => {
    stop.abort();
    await running;
    await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("delivers in order, whatever the chunks", async () => {
    await until(() => seen.includes("connected"));
    const bytes = Buffer.from(frame({ type: "a", text: "wörld" }) + frame({ type: "b" }));
    const cut = bytes.indexOf("ö") + 1;
    connections[0]!.write(bytes.subarray(0, cut));
    connections[0]!.write(bytes.subarray(cut));
    await until(() => seen.includes("b"));
    expect(seen).to.deep.equal(["connected", "a", "b"]);
  });

  it("connects again after a break, and says so", async () => {
    await until(() => seen.includes("connected"));
    connections[0]!.destroy();
    await until(() => seen.includes("again"));
    connections[1]!.write(frame({ type: "c" }));
    await until(() => seen.includes("c"));
    expect(seen).to.deep.equal(["connected", "again", "c"]);
  });
});
