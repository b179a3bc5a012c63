import { connect } from "node:net";
import { expect } from "chai";
import { Surface } from "./surface.js";

describe("requests that are wrong", () => {
  let surface: Surface;
  let token: string;

  beforeEach(async () => {
    surface = await new Surface().start();
    token = surface.identity.issue().secret;
  });
  afterEach(() => surface.stop());

  const post = (body: BodyInit, headers: Record<string, string> = { "content-type": "application/json" }, path = "/api/v1/sessions") =>
    surface.call("POST", path, { token, body, headers });

  it("answers with problem details and a stable code", async () => {
    const { status, json, headers } = await surface.call("GET", "/api/v1/nothing", { token });
    expect(headers.get("content-type")).to.equal("application/problem+json; charset=utf-8");
    expect([status, json.status, json.code, json.type]).to.deep.equal([404, 404, "request.route_unknown", "urn:open-cowork:problem:request.route_unknown"]);
    expect(headers.get("x-request-id")).to.match(/^[\da-f]{32}$/);
  });

  for (const [method, path, allow] of [
    ["PUT", "/api/v1/sessions", "GET, HEAD, POST, OPTIONS"],
    ["POST", "/api/v1/sessions/x/view", "GET, HEAD, OPTIONS"],
    ["TRACE", "/healthz", "GET, HEAD, OPTIONS"],
    ["POST", "/a/page", "GET, HEAD, OPTIONS"],
  ] as const)
    it(`answers ${method} ${path} with the methods there are`, async () => {
      const { status, json, headers } = await surface.raw(method, path, { host: "localhost", authorization: `Bearer ${token}` });
      expect([status, json.status, json.code, headers.get("allow")]).to.deep.equal([405, 405, "request.method_not_allowed", allow]);
    });

  it("tells the methods of an address to who asks for options", async () => {
    const { status, headers, text } = await surface.call("OPTIONS", "/api/v1/sessions");
    expect([status, headers.get("allow"), text]).to.deep.equal([204, "GET, HEAD, POST, OPTIONS", ""]);
    expect((await surface.call("OPTIONS", "/api/v1/nothing")).status).to.equal(404);
  });

  it("refuses what announces itself as too large before reading it", async () => {
    const { status, json } = await post("x".repeat(1024 * 1024 + 1));
    expect([status, json.code]).to.deep.equal([413, "request.too_large"]);
  });

  it("refuses a body that turns out too large, and goes on serving", async () => {
    const endless = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 40; i++) controller.enqueue(new Uint8Array(64 * 1024).fill(0x20));
        controller.close();
      },
    });
    const response = await fetch(surface.url("/api/v1/sessions"), {
      method: "POST",
      body: endless,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      duplex: "half",
    } as RequestInit);
    expect([response.status, ((await response.json()) as { code: string }).code]).to.deep.equal([413, "request.too_large"]);
    expect((await surface.call("GET", "/healthz")).status).to.equal(200);
  });

  for (const [name, body, code] of [
    ["malformed JSON", '{"title":', "request.malformed_json"],
    ["JSON followed by more", '{"title":"a"} x', "request.malformed_json"],
    ["invalid UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), "request.malformed_json"],
    ["arrays nested 10,000 deep", "[".repeat(10_000) + "]".repeat(10_000), "request.too_deep"],
    ["objects nested 10,000 deep", '{"a":'.repeat(10_000), "request.too_deep"],
    ["a value of another type", "[]", "request.invalid"],
    ["null", "null", "request.invalid"],
    ["nothing", "", "request.invalid"],
  ] as const)
    it(`refuses ${name}`, async () => {
      const { status, json, text } = await post(body as BodyInit);
      expect([status, json.code]).to.deep.equal([400, code]);
      expect(text).to.not.match(/\bat .*:\d+:\d+/);
    });

  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=utf-16"])
    it(`does not take a ${type} body for JSON`, async () => {
      const { status, json } = await post('{"title":"a"}', { "content-type": type });
      expect([status, json.code]).to.deep.equal([415, "request.unsupported_type"]);
    });

  it("does not unpack compressed bodies", async () => {
    const { json } = await post("xx", { "content-type": "application/json", "content-encoding": "gzip" });
    expect(json.code).to.equal("request.unsupported_type");
  });

  it("reports all problems of path, query and body at once", async () => {
    const { json } = await surface.call("PATCH", `/api/v1/sessions/${"x".repeat(65)}`, { token, json: { title: "", pinned: "yes" } });
    const { problems } = json.details as { problems: { in: string; path: string }[] };
    expect(problems.map((problem) => `${problem.in} ${problem.path}`)).to.deep.equal(["path id", "body title", "body pinned"]);
  });

  it("refuses a change of nothing, and settings that cannot work", async () => {
    const session = await surface.thread();
    for (const json of [{}, { titel: "typo" }])
      expect((await surface.call("PATCH", `/api/v1/sessions/${session}`, { token, json })).json.code).to.equal("request.invalid");
    for (const bad of [{ key: "sk-\nx" }, { key: "a b" }, { baseUrl: "http://user:secret@127.0.0.1:1/v1" }, { baseUrl: "ftp://127.0.0.1" }]) {
      const { status, text } = await surface.call("POST", "/api/v1/model-providers/test", { token, json: { kind: "openai-compatible", ...bad } });
      expect([status, text.includes("secret")]).to.deep.equal([400, false]);
    }
  });

  it("takes the last of duplicate members, and drops __proto__", async () => {
    const { status, json } = await post('{"title":"first","title":"second","__proto__":{"agent":"x"},"constructor":{"prototype":{"a":1}}}');
    expect([status, json.title]).to.deep.equal([201, "second"]);
    expect(({} as Record<string, unknown>).agent).to.equal(undefined);
  });

  it("replaces what no database stores as text, and keeps emoji", async () => {
    const { json } = await post('{"title":"a\\u0000b \\ud83d c \\ud83d\\ude00"}');
    expect(json.title).to.equal("a\uFFFDb \uFFFD c 😀");
    const { status } = await surface.call("GET", "/api/v1/sessions?q=%00%ED%A0%80", { token });
    expect(status).to.equal(200);
  });

  for (const path of ["/api/v1/sessions/%E0%A4%A", "/api/v1/sessions/%ff", "/%ED%A0%80", "/%zz"])
    it(`refuses the path ${path}, which is no text`, async () => {
      const { status, json } = await surface.raw("GET", path, { host: "localhost", authorization: `Bearer ${token}` });
      expect([status, json.code]).to.deep.equal([400, "request.invalid"]);
    });

  it("never answers for the protocol with a page of the interface", async () => {
    for (const path of ["//api/v1/sessions", "/API/v1/sessions", "/api"]) expect((await surface.raw("GET", path, { host: "localhost" })).status).to.equal(404);
  });

  it("survives a client that leaves in mid-body", async () => {
    const socket = connect(surface.port, "127.0.0.1");
    socket.write(
      `POST /api/v1/sessions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"ti`,
    );
    await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
    const { lookups } = surface.identity;
    while (surface.identity.lookups === lookups) await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    expect((await surface.call("GET", "/healthz")).status).to.equal(200);
  });

  it("keeps the cause of an unknown error to the log", async () => {
    const logged: Record<string, unknown>[] = [];
    const note = (_event: string, fields?: Record<string, unknown>) => void logged.push(fields ?? {});
    const logger = { debug: () => undefined, info: () => undefined, warn: note, error: note, child: () => logger };
    const broken = await new Surface({ logger }).start();
    broken.index.list = () => Promise.reject(new Error("password=hunter2 in /etc/secret"));
    const { status, json, text } = await broken.call("GET", "/api/v1/sessions", { token: broken.identity.issue().secret });
    await broken.stop();
    expect([status, json.code]).to.deep.equal([500, "internal"]);
    expect(text).to.not.contain("hunter2");
    expect(logged.find(({ errorId }) => errorId === json.errorId)?.error).to.be.instanceOf(Error);
  });
});
