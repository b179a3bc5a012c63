import { aDelivery, aMessage, aPerson } from "@open-cowork/core/testing";
import { newId } from "@open-cowork/shared";
import { expect } from "chai";
import { Surface } from "../surface.js";
import { aBinding, type TestBinding } from "./fixture.js";

describe("requests of gateways that are wrong, and hosts that serve none", () => {
  let surface: Surface;
  let mine: TestBinding;

  beforeEach(async () => {
    surface = await new Surface().start();
    mine = await aBinding(surface);
  });
  afterEach(() => surface.stop());

  const call = (method: string, path: string, json?: unknown, token = mine.token) =>
    surface.call(method, `/api/v1/channels${path.replace("{b}", `/bindings/${mine.binding}`).replace("{t}", `/threads/${mine.thread}`)}`, { token, json });
  const times = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));

  it("takes a hundred events at once, and not one more", async () => {
    const events = times(101, (i) => aMessage(`k${i}`));
    const { status, json } = await call("POST", "{b}/inbound", { events });
    expect([status, json.code]).to.deep.equal([400, "request.invalid"]);
    expect((await call("POST", "{b}/inbound", { events: events.slice(1) })).status).to.equal(200);
    expect((await call("GET", "{b}/inbound?limit=1000")).json.items).to.have.lengthOf(100);
    expect((await call("POST", "{b}/inbound", { events: [] })).status).to.equal(400);
  });

  it("takes a hundred deliveries at once, and not one more", async () => {
    const deliveries = times(101, (i) => aDelivery(`k${i}`));
    expect((await call("PUT", "{b}{t}/deliveries", { deliveries })).status).to.equal(400);
    expect((await call("PUT", "{b}{t}/deliveries", { deliveries: deliveries.slice(1) })).status).to.equal(200);
    expect((await call("PUT", "{b}{t}/deliveries", { deliveries: [], cursor: 1 })).json.items).to.deep.equal([]);
  });

  it("takes no body beyond the limit, and stores nothing of a batch of which one is wrong", async () => {
    const large = { events: times(30, (i) => aMessage(`k${i}`, { text: "x".repeat(199_000) })) };
    expect((await call("POST", "{b}/inbound", large)).json.code).to.equal("request.too_large");
    const wrong = { events: [aMessage("good"), { ...aMessage("bad"), conversation: { chat: "", kind: "direct" } }] };
    expect((await call("POST", "{b}/inbound", wrong)).json.code).to.equal("request.invalid");
    expect((await call("POST", "{b}/inbound", { events: [aMessage("long", { text: "x".repeat(200_001) })] })).status).to.equal(400);
    expect((await call("GET", "{b}/inbound")).json.items).to.deep.equal([]);
  });

  for (const [method, path, json] of [
    ["GET", "{b}/inbound?limit=0"],
    ["GET", "{b}/inbound?limit=1001"],
    ["GET", "{b}/inbound?after=..%2Fx"],
    ["GET", `{b}/inbound?after=${newId()}`],
    ["GET", "/deliveries?cursor=x'--"],
    ["GET", "/deliveries?limit=201"],
    ["GET", "/deliveries?state=lost"],
    ["GET", "/bindings/a%2Fb/threads/behind"],
    ["GET", "{b}/threads/%00"],
    ["POST", "/bindings/connect", { provider: "Fake!", instance: "x", holder: "a.1", ttlMs: 1_000 }],
    ["POST", "/bindings/connect", { provider: "fake", instance: "x", holder: "a.1", ttlMs: 0 }],
    ["POST", "/bindings/connect", { provider: "fake", instance: "x", holder: "a.1", ttlMs: 1e12 }],
    ["POST", "{b}/refusals", { reason: "bored", person: { id: "1" } }],
    ["POST", "{b}/identities", { person: { id: "", name: "" } }],
    ["PUT", "{b}{t}/deliveries", { deliveries: [aDelivery("")] }],
    ["PUT", "{b}{t}/deliveries", { deliveries: [], cursor: -1 }],
    ["POST", `{b}/deliveries/${newId()}/settle`, { revision: 1, outcome: { state: "sent" } }],
    ["POST", "{b}/interactions", { thread: "x", session: "a/b", kind: "approval", request: "r", ttlMs: 1_000 }],
    ["POST", "{b}{t}/bind", { session: "a b", cursor: 0 }],
  ] as const)
    it(`refuses ${method} ${path} ${JSON.stringify(json) ?? ""}`, async () => {
      const { status, json: problem } = await call(method, path, json);
      expect([status, problem.code]).to.satisfy(([at, code]: [number, string]) => at === 400 && /^request\.(?:invalid|bad_cursor)$/.test(code));
    });

  it("shows a pairing code once, and never again, not even for a repeated request", async () => {
    const token = surface.identity.admit(mine.owner.principal);
    const invite = () =>
      surface.call("POST", `/api/v1/channels/bindings/${mine.binding}/pairings`, { token, json: {}, headers: { "idempotency-key": "once" } });
    const { code } = (await invite()).json as unknown as { code: string };
    expect((await invite()).json.code).to.equal("request.idempotency_spent");
    const pairings = await surface.call("GET", `/api/v1/channels/bindings/${mine.binding}/pairings`, { token });
    expect(pairings.json.items).to.have.lengthOf(2);
    expect(pairings.text).to.not.contain(code);
    const redeemed = await call("POST", "{b}/pairings/redeem", { person: aPerson(), code: ` ${code.toLowerCase()} ` });
    expect(redeemed.json).to.include({ binding: mine.binding, role: "member" });
  });

  it("counts refusals, and shows them to those who look after the binding", async () => {
    for (let i = 0; i < 3; i++) await call("POST", "{b}/refusals", { reason: "stranger", person: { id: "9", name: "Eve" } });
    const owner = surface.identity.admit(mine.owner.principal);
    const { json } = await call("GET", "{b}/refusals", undefined, owner);
    expect(json.items[0]).to.deep.include({ reason: "stranger", person: { id: "9", name: "Eve" }, count: 3 });
    expect((await call("GET", "{b}/refusals")).json.code).to.equal("auth.forbidden");
  });

  it("says where a gateway works, with an address of threads only where people can open it", async () => {
    const { json } = await call("GET", "/home");
    const { tenant, principal } = mine.gateway;
    expect(json).to.deep.equal({
      ...{ tenant, actor: principal.actor, credential: principal.credential, product: "cloud", version: "1.2.3" },
      limits: { attachmentBytes: 104_857_600 },
    });
    const assets = [{ mount: "/", directory: "/nowhere" }];
    const published = await new Surface({ config: { publicUrl: "https://cowork.example.org" }, contributes: { assets } }).start();
    const { secret } = published.identity.issue("gateway");
    const headers = { host: "cowork.example.org", authorization: `Bearer ${secret}` };
    const home = (await published.raw("GET", "/api/v1/channels/home", headers)).json as unknown as { threadUrl: string };
    expect(home.threadUrl).to.equal("https://cowork.example.org/t/{session}");
    await published.stop();
  });

  for (const [channels, paths] of [
    ["none", []],
    ["outbox", ["/channels/deliveries", "/channels/deliveries/:id/retry", "/channels/deliveries/:id/bury"]],
  ] as const)
    it(`has of channels what its host has: ${channels}`, async () => {
      const other = await new Surface({ channels }).start();
      expect(other.app.routes.map(({ path }) => path).filter((path) => path.startsWith("/channels"))).to.deep.equal(paths);
      const { secret } = other.identity.issue("owner");
      expect((await other.call("GET", "/api/v1/channels/bindings", { token: secret })).json.code).to.equal("request.route_unknown");
      await other.stop();
    });
});
