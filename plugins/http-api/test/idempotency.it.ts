import { createHash } from "node:crypto";
import { expect } from "chai";
import { Surface } from "./surface.js";

describe("Idempotency-Key", () => {
  let surface: Surface;
  let token: string;

  beforeEach(async () => {
    surface = await new Surface().start();
    token = surface.identity.issue().secret;
  });
  afterEach(() => surface.stop());

  const create = (key: string, json: unknown = { title: "One" }, as = token) =>
    surface.call("POST", "/api/v1/sessions", { token: as, json, headers: { "idempotency-key": key } });

  it("gives the first answer again and does nothing", async () => {
    const first = await create("k");
    const second = await create("k");
    expect([second.status, second.json.id]).to.deep.equal([201, first.json.id]);
    expect([first.headers.get("idempotent-replayed"), second.headers.get("idempotent-replayed")]).to.deep.equal([null, "true"]);
    expect(surface.store.sessions.size).to.equal(1);
  });

  it("refuses the key for another request", async () => {
    await create("k");
    const { status, json } = await create("k", { title: "Two" });
    expect([status, json.code]).to.deep.equal([409, "request.idempotency_mismatch"]);
  });

  it("keeps people's keys apart, and tenants'", async () => {
    await create("k");
    await create("k", { title: "Two" }, surface.identity.issue().secret);
    await create("k", { title: "Three" }, surface.identity.issue("owner", "other").secret);
    expect(surface.store.sessions.size).to.equal(3);
  });

  it("runs one of two that arrive together", async () => {
    let open: () => void = () => undefined;
    surface.models.gate = new Promise((resolve) => (open = resolve));
    const send = () => surface.call("POST", "/api/v1/model-providers/test", { token, json: { kind: "demo" }, headers: { "idempotency-key": "k" } });
    const first = send();
    while (surface.models.calls === 0) await new Promise((resolve) => setImmediate(resolve));
    const second = await send();
    expect([second.status, second.json.code]).to.deep.equal([409, "request.idempotency_running"]);
    open();
    expect((await first).json).to.include({ text: "answer 1" });
    expect((await send()).json).to.include({ text: "answer 1" });
  });

  it("gives the key back when the request failed", async () => {
    const failing = await surface.call("POST", "/api/v1/sessions/nothing/commands", {
      token,
      json: { kind: "abort", id: "c1" },
      headers: { "idempotency-key": "k" },
    });
    expect(failing.status).to.equal(404);
    expect((await create("k")).status).to.equal(201);
  });

  it("never keeps a secret for a second showing", async () => {
    const make = () => surface.call("POST", "/api/v1/tokens", { token, json: { name: "ci" }, headers: { "idempotency-key": "k" } });
    expect((await make()).text).to.contain("oct_");
    const second = await make();
    expect([second.status, second.json.code]).to.deep.equal([409, "request.idempotency_spent"]);
    expect(second.text).to.not.contain("oct_");
  });

  it("tells one upload from another of the same size", async () => {
    const upload = (body: string) => surface.call("POST", "/api/v1/artifacts?name=a", { token, body, headers: { "idempotency-key": "k" } });
    const first = await upload("abc");
    expect((await upload("abc")).json.id).to.equal(first.json.id);
    const other = await upload("xyz");
    expect([other.status, other.json.code]).to.deep.equal([409, "request.idempotency_mismatch"]);
    expect((await surface.call("GET", "/api/v1/artifacts", { token })).json.items).to.have.lengthOf(1);
  });

  it("does not wait for a process that died in the middle", async () => {
    const { secret, principal } = surface.identity.issue();
    const key = createHash("sha256").update(`${principal.actor.id}\nk`).digest("hex");
    const claim = { fingerprint: "x", at: surface.clock.now(), worker: "node.earlier", abandonedBefore: 0 };
    await surface.idempotency.claim(principal, key, claim);
    expect((await create("k", { title: "One" }, secret)).status).to.equal(201);
  });

  it("is forgotten after a day", async () => {
    const first = await create("k");
    await surface.clock.advance(23 * 3_600_000);
    expect((await create("k")).json.id).to.equal(first.json.id);
    await surface.clock.advance(2 * 3_600_000);
    await create("another");
    const later = await create("k");
    expect([later.status, later.json.id === first.json.id]).to.deep.equal([201, false]);
  });

  it("refuses a key that is no key", async () => {
    expect((await create("x".repeat(201))).json.code).to.equal("request.invalid");
  });
});
