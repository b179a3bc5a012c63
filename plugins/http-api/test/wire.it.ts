import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect } from "chai";
import { Surface } from "./surface.js";

describe("what arrives on the wire", () => {
  let surface: Surface;
  let token: string;

  beforeEach(async () => {
    surface = await new Surface().start();
    token = surface.identity.issue().secret;
  });
  afterEach(() => surface.stop());

  const post = (path: string, headers: string) =>
    `POST /api/v1${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\n${headers}\r\n\r\n`;
  const alive = async () => expect((await surface.call("GET", "/healthz")).status).to.equal(200);

  for (const [name, text, status, code] of [
    ["bytes that are not HTTP", "\x16\x03\x01 nonsense\r\n\r\n", 400, "request.invalid"],
    ["headers without end", `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${"y".repeat(20_000)}\r\n\r\n`, 431, "request.headers_too_large"],
    ["a length and chunks at once", post("/sessions", "transfer-encoding: chunked\r\ncontent-length: 3"), 400, "request.invalid"],
    ["a chunk of no size", `${post("/sessions", "transfer-encoding: chunked")}zz\r\n`, 400, "request.invalid"],
    ["no host", "GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n", 400, "request.invalid"],
    ["two hosts", "GET /healthz HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\nconnection: close\r\n\r\n", 400, "request.invalid"],
    ["a foreign host in the target", "GET http://evil.example/healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", 403, "request.host_refused"],
    ["a target that is no address", "GET http://[::/healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", 400, "request.invalid"],
    ["a target without a path", "GET evil.example:80 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", 400, "request.invalid"],
    ["a tunnel", "CONNECT evil.example:443 HTTP/1.1\r\nhost: evil.example:443\r\n\r\n", 405, "request.method_not_allowed"],
  ] as const)
    it(`refuses ${name} with a problem`, async () => {
      expect(await talk(surface.port, text)).to.match(new RegExp(`^HTTP/1\\.1 ${status} .*application/problem\\+json.*"code":"${code}"`, "s"));
      await alive();
    });

  it("reads an absolute target as one", async () => {
    const answer = await talk(surface.port, "GET http://localhost/healthz?x=1 HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n");
    expect(answer).to.match(/^HTTP\/1\.1 200 .*"status":"ok"/s);
  });

  it("ignores expectations that it does not know", async () => {
    expect(await talk(surface.port, "GET /healthz HTTP/1.1\r\nhost: localhost\r\nexpect: wonders\r\nconnection: close\r\n\r\n")).to.match(/^HTTP\/1\.1 200 /);
  });

  it("asks for a body that a client holds back, but not of who is refused anyway", async () => {
    const body = '{"title":"a"}';
    const expecting = (more: string) => post("/sessions", `expect: 100-continue\r\nconnection: close\r\n${more}`);
    const socket = await open(surface.port);
    const read = collect(socket);
    socket.write(expecting(`content-length: ${body.length}`));
    await once(socket, "data");
    socket.write(body);
    expect(await read).to.match(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 /);
    expect(await talk(surface.port, expecting("content-length: 9000000"))).to.match(/^HTTP\/1\.1 413 /);
    const stranger = expecting("content-length: 9").replace(token, "oct_unknown").replace("connection: close\r\n", "");
    expect(await talk(surface.port, stranger)).to.match(/^HTTP\/1\.1 401 /);
  });

  it("answers pipelined requests in order", async () => {
    const one = (path: string, more = "") => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n${more}\r\n`;
    const answers = await talk(surface.port, `${one("/healthz").repeat(50)}${one("/nothing.js")}${one("/readyz", "connection: close\r\n")}`);
    const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
    expect(statuses).to.deep.equal([...Array(50).fill(200), 404, 200]);
  });

  for (const [name, next] of [
    ["", ""],
    [", even where another request waits behind it", "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n"],
  ] as const)
    it(`writes nothing into an answer that has begun${name}`, async () => {
      const socket = await open(surface.port);
      const read = collect(socket);
      const session = await surface.thread();
      const stream = `GET /api/v1/sessions/${session}/events HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\naccept: text/event-stream\r\n\r\n`;
      socket.write(stream + next);
      while (surface.app.streams.size === 0) await new Promise((resolve) => setImmediate(resolve));
      socket.write("\x16\x03\x01 nonsense\r\n\r\n");
      expect(await read)
        .to.match(/^HTTP\/1\.1 200 /)
        .and.not.contain("problem");
      await alive();
    });

  it("still answers nonsense that comes after answers that have ended", async () => {
    const socket = await open(surface.port);
    const read = collect(socket);
    socket.write("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n");
    await once(socket, "data");
    socket.write("\x16\x03\x01 nonsense\r\n\r\n");
    expect(await read).to.match(/^HTTP\/1\.1 200 .*HTTP\/1\.1 400 .*"code":"request\.invalid"/s);
  });

  it("lets a client finish sending before the connection closes, so that it reads the refusal", async () => {
    const body = `{"title":"${"x".repeat(3_000_000)}"}`;
    const answer = await talk(surface.port, `${post("/sessions", `connection: close\r\ncontent-length: ${body.length}`)}${body}`);
    expect(answer).to.match(/^HTTP\/1\.1 413 .*"code":"request\.too_large"/s);
  });

  it("answers a client that announces too much and then waits", async () => {
    const answer = talk(surface.port, post("/sessions", `connection: close\r\ncontent-length: ${1024 ** 4}`));
    await surface.clock.advance(await pendingTimers(surface, 3, 500));
    expect(await answer).to.match(/^HTTP\/1\.1 413 .*"code":"request\.too_large"/s);
  });

  it("tells who sends a JSON body too slowly, and lets go of the connection", async () => {
    const answer = talk(surface.port, `${post("/sessions", "content-length: 100")}{"ti`);
    await surface.clock.advance(await pendingTimers(surface, 2, 30_000));
    expect(await answer).to.match(/^HTTP\/1\.1 408 .*"code":"request\.too_slow"/s);
  });

  it("tells who pauses in an upload, and keeps nothing of it", async () => {
    const answer = talk(surface.port, `${post("/artifacts?name=a", "content-length: 100")}abc`);
    await surface.clock.advance(await pendingTimers(surface, 2, 60_000));
    expect(await answer).to.match(/^HTTP\/1\.1 408 .*"code":"request\.too_slow"/s);
  });

  it("does not wait for ever for a body that nobody reads", async () => {
    const socket = await open(surface.port);
    const read = collect(socket);
    socket.write("GET /healthz HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{");
    await surface.clock.advance(await pendingTimers(surface, 3, 10_000));
    expect(await read).to.match(/^HTTP\/1\.1 200 /);
  });

  it("tells who breaks off in the middle of a body", async () => {
    for (const [path, headers] of [
      ["/sessions", "content-length: 100"],
      ["/artifacts?name=a", "content-length: 100"],
      ["/artifacts?name=a", "transfer-encoding: chunked"],
    ] as const) {
      const socket = await open(surface.port);
      const read = collect(socket);
      socket.end(`${post(path, headers)}50\r\n{"ti`);
      expect(await read).to.match(/^HTTP\/1\.1 400 .*"code":"request\.invalid"/s);
    }
    await alive();
  });
});

/** Waits until that many timers are set (one is the heartbeat of the streams) and returns `ms`. */
async function pendingTimers(surface: Surface, count: number, ms: number): Promise<number> {
  while (surface.clock.pending < count) await new Promise((resolve) => setImmediate(resolve));
  return ms;
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true }, () => resolve(socket));
  });
}

/** Everything that comes back until the connection closes. */
function collect(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    socket.on("data", (chunk) => (answer += chunk));
    socket.on("end", () => socket.end());
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
  });
}

async function talk(port: number, text: string): Promise<string> {
  const socket = await open(port);
  socket.write(text, "latin1");
  return collect(socket);
}
