import { createServer } from "node:net";
import { silentLog } from "@open-cowork/core/kernel";
import { FixedClock } from "@open-cowork/core/testing";
import { isAppError } from "@open-cowork/shared";
import { expect } from "chai";
import { configSchema, refuseUnsafeBind } from "../src/config.js";
import { Listener } from "../src/server/listener.js";
import { SseReader } from "./sse-reader.js";
import { Surface } from "./surface.js";

describe("what operators ask", () => {
  let surface: Surface;
  let state: "ok" | "degraded" | "failed";

  beforeEach(async () => {
    state = "ok";
    const health = [{ name: "storage", check: () => ({ state, detail: "postgres 18" }) }];
    surface = await new Surface({ contributes: { health } }).start();
  });
  afterEach(() => surface.stop());

  it("is alive without saying anything else", async () => {
    surface.lifecycle = "starting";
    const { status, text } = await surface.call("GET", "/healthz");
    expect([status, text]).to.deep.equal([200, '{"status":"ok"}']);
    expect(surface.identity.lookups).to.equal(0);
  });

  it("is ready only while the host is and nothing has failed", async () => {
    expect((await surface.call("GET", "/readyz")).status).to.equal(200);
    state = "degraded";
    expect((await surface.call("GET", "/readyz")).status).to.equal(200);
    state = "failed";
    expect((await surface.call("GET", "/readyz")).status).to.equal(503);
    state = "ok";
    surface.lifecycle = "stopping";
    const { status, json } = await surface.call("GET", "/readyz");
    expect([status, json]).to.deep.equal([503, { status: "stopping" }]);
  });

  it("shows components to who may read the status, and to nobody else", async () => {
    const owner = await surface.call("GET", "/readyz", { token: surface.identity.issue("owner").secret });
    expect(owner.json).to.deep.equal({ status: "ready", components: [{ name: "storage", state: "ok", detail: "postgres 18" }] });
    for (const token of [surface.identity.issue("viewer").secret, "oct_unknown", undefined])
      expect((await surface.call("GET", "/readyz", { token })).json).to.deep.equal({ status: "ready" });
  });

  it("does not wait for a check that hangs", async () => {
    const hanging = await new Surface({ contributes: { health: [{ name: "slow", check: () => new Promise(() => undefined) }] } }).start();
    const answer = hanging.call("GET", "/readyz");
    while (hanging.clock.pending < 2) await new Promise((resolve) => setImmediate(resolve));
    await hanging.clock.advance(2_000);
    expect((await answer).status).to.equal(503);
    await hanging.stop();
  });

  it("measures what it does", async () => {
    const { secret } = surface.identity.issue();
    const session = await surface.thread();
    await surface.call("POST", `/api/v1/sessions/${session}/commands`, { token: secret, json: { kind: "prompt", id: "c1", text: "x" } });
    const reader = await SseReader.open(surface.url(`/api/v1/sessions/${session}/events`), { authorization: `Bearer ${secret}` });
    await reader.until(({ ids }) => ids.length === 2);
    const { text, headers } = await surface.call("GET", "/metrics");
    expect(headers.get("content-type")).to.contain("text/plain");
    expect(text).to.contain('open_cowork_http_request_duration_seconds_count{method="POST",route="/api/v1/sessions/:id/commands",status="202"} 1');
    expect(text).to.contain('open_cowork_command_accept_duration_seconds_count{kind="prompt"} 1');
    expect(text).to.contain("open_cowork_sse_connections 1");
    expect(text).to.contain("open_cowork_sse_events_delivered_total 2");
    reader.close();
  });

  it("does not show measures to strangers behind a proxy", async () => {
    const proxied = await new Surface({ config: { publicUrl: "https://cowork.example.org" } }).start();
    const headers = { host: "cowork.example.org", "x-forwarded-for": "127.0.0.1, 203.0.113.7" };
    expect((await proxied.raw("GET", "/metrics", headers)).status).to.equal(401);
    expect((await proxied.raw("GET", "/metrics", { ...headers, authorization: `Bearer ${proxied.identity.issue().secret}` })).status).to.equal(200);
    await proxied.stop();
  });

  it("describes every route in OpenAPI 3.1, and as a page without scripts", async () => {
    const { json } = await surface.call("GET", "/api/v1/openapi.json");
    const { paths } = json as unknown as { paths: Record<string, Record<string, { parameters: { name: string }[]; requestBody?: unknown }>> };
    const described = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
    expect(described).to.have.lengthOf(surface.app.routes.length);
    expect(described).to.include("POST /api/v1/sessions/{id}/commands").and.include("GET /healthz");
    expect(paths["/api/v1/sessions"]!.get!.parameters.map(({ name }) => name)).to.deep.equal(["q", "archived", "limit", "cursor"]);
    expect(paths["/api/v1/sessions"]!.post!.requestBody).to.have.nested.property("content.application/json.schema.properties.title");
    expect(paths["/api/v1/sessions"]!.post).to.have.nested.property("responses.201.content.application/json");
    expect(paths["/api/v1/sessions/{id}/events"]!.get).to.have.nested.property("responses.200.content.text/event-stream");
    const page = await surface.call("GET", "/api/docs");
    expect(page.text).to.contain("<code>/api/v1/sessions/{id}/commands</code>").and.not.contain("<script").and.not.contain("style=");
    expect((await surface.call("GET", "/api/docs/style.css")).headers.get("content-type")).to.contain("text/css");
  });
});

describe("listening", () => {
  const listener = (port: number, handler: () => void = () => undefined) =>
    new Listener(handler, { host: "127.0.0.1", port, log: silentLog, clock: new FixedClock() });

  it("says when the port is in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    const failure: unknown = await listener(port)
      .start()
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(isAppError(failure) && failure.code).to.equal("host.port_in_use");
    other.close();
  });

  it("tells the port that the system chose, until it stops", async () => {
    const one = listener(0);
    expect(one.address()).to.equal(undefined);
    await one.start();
    expect(one.address()!.port).to.be.above(0);
    await one.stop(10);
    expect(one.address()).to.equal(undefined);
  });

  it("lets a request in flight finish when it stops, and takes no new one", async () => {
    const surface = await new Surface().start();
    let open: () => void = () => undefined;
    surface.models.gate = new Promise((resolve) => (open = resolve));
    const url = surface.url("/api/v1/model-providers/test");
    const send = () =>
      fetch(url, { method: "POST", body: '{"kind":"demo"}', headers: { authorization: `Bearer ${token}`, "content-type": "application/json" } });
    const token = surface.identity.issue().secret;
    const inFlight = send();
    while (surface.models.calls === 0) await new Promise((resolve) => setImmediate(resolve));
    const stopped = surface.stop();
    open();
    expect((await inFlight).status).to.equal(200);
    await stopped;
    expect(await send().catch(() => "refused")).to.equal("refused");
  });

  it("refuses a public address without https in front", () => {
    const config = (host: string, publicUrl?: string) => configSchema.parse({ listen: { host }, publicUrl });
    for (const host of ["127.0.0.1", "::1", "localhost"]) refuseUnsafeBind(config(host));
    refuseUnsafeBind(config("0.0.0.0", "https://cowork.example.org"));
    for (const unsafe of [config("0.0.0.0"), config("::"), config("10.0.0.1", "http://cowork.example.org")])
      expect(() => refuseUnsafeBind(unsafe))
        .to.throw()
        .with.property("code", "host.public_bind");
  });
});
