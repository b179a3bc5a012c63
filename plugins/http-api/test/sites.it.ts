import { route } from "@open-cowork/core/transport";
import { expect } from "chai";
import { Surface } from "./surface.js";

/** In cookie names of the surface under test, whose node is called "node". */
const NODE = "545ea538";

describe("other sites", () => {
  let surface: Surface;
  let token: string;
  const cookie = () => ({ cookie: `open_cowork_${NODE}=${token}`, "content-type": "application/json" });

  beforeEach(async () => {
    surface = await new Surface().start();
    token = surface.identity.issue().secret;
  });
  afterEach(() => surface.stop());

  const create = (headers: Record<string, string>) => surface.raw("POST", "/api/v1/sessions", { host: `127.0.0.1:${surface.port}`, ...headers }, "{}");

  for (const [name, headers] of [
    ["another origin", { origin: "https://evil.example" }],
    ["another port of this machine", { origin: "http://127.0.0.1:9999" }],
    ["an opaque origin", { origin: "null" }],
    ["a cross-site page", { "sec-fetch-site": "cross-site" }],
    ["a same-site page, such as another port of localhost", { "sec-fetch-site": "same-site" }],
  ] as const)
    it(`cannot make a browser write from ${name}`, async () => {
      const { status, json } = await create({ ...cookie(), ...headers });
      expect([status, json.code]).to.deep.equal([403, "request.cross_origin"]);
      expect(surface.store.sessions.size).to.equal(0);
    });

  it("cannot sign a browser in as somebody else", async () => {
    const link = (await surface.identity.createLoginLink()).reveal();
    const headers = { host: "localhost", "content-type": "application/json", origin: "https://evil.example" };
    expect((await surface.raw("POST", "/api/v1/auth/login", headers, JSON.stringify({ link }))).json.code).to.equal("request.cross_origin");
  });

  it("lets its own pages and scripts write", async () => {
    expect((await create({ ...cookie(), origin: `http://127.0.0.1:${surface.port}` })).status).to.equal(201);
    expect((await create({ ...cookie(), "sec-fetch-site": "same-origin" })).status).to.equal(201);
    expect((await create(cookie())).status).to.equal(201);
    expect((await create({ authorization: `Bearer ${token}`, "content-type": "application/json", origin: "https://elsewhere.example" })).status).to.equal(201);
  });

  for (const host of ["evil.example", `evil.example:7370`, "127.0.0.1.evil.example", "localhost.evil.example"])
    it(`cannot reach it under the rebound name "${host}"`, async () => {
      const { status, json } = await surface.raw("GET", "/api/v1/auth/me", { host, authorization: `Bearer ${token}` });
      expect([status, json.code]).to.deep.equal([403, "request.host_refused"]);
    });

  for (const host of ["localhost", "LOCALHOST:1", "cowork.localhost", "127.0.0.1:7370", "[::1]:7370", "10.1.2.3"])
    it(`answers under ${host}`, async () => {
      expect((await surface.raw("GET", "/api/v1/auth/me", { host, authorization: `Bearer ${token}` })).status).to.equal(200);
    });

  it("never gives leave to read answers across origins", async () => {
    const { headers } = await surface.raw("OPTIONS", "/api/v1/sessions", {
      host: "localhost",
      origin: "https://evil.example",
      "access-control-request-method": "POST",
    });
    expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).to.deep.equal([]);
  });

  it("may not frame, sniff or script it", async () => {
    const { headers } = await surface.call("GET", "/api/docs");
    const policy = headers.get("content-security-policy")!;
    expect(policy).to.contain("default-src 'self'").and.contain("frame-ancestors 'none'").and.contain("object-src 'none'");
    expect(policy).to.not.contain("unsafe-inline").and.not.contain("unsafe-eval");
    expect(headers.get("x-content-type-options")).to.equal("nosniff");
    expect(headers.get("referrer-policy")).to.equal("no-referrer");
    expect(headers.get("cross-origin-opener-policy")).to.equal("same-origin");
  });
});

describe("the login cookie", () => {
  const signIn = async (surface: Surface) => {
    const link = (await surface.identity.createLoginLink()).reveal();
    const answer = await surface.call("POST", "/api/v1/auth/login", { json: { link } });
    return { link, answer, cookie: answer.headers.get("set-cookie")! };
  };

  it("is HttpOnly and SameSite=Lax on plain loopback", async () => {
    const surface = await new Surface().start();
    const { answer, cookie } = await signIn(surface);
    expect(answer.json).to.include({ role: "owner" });
    expect(cookie).to.match(/^open_cowork_545ea538=oct_\w+; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await surface.call("GET", "/api/v1/auth/me", { headers: { cookie: cookie.split(";")[0]! } })).status).to.equal(200);
    await surface.stop();
  });

  it("is a Secure __Host- cookie where people come over https", async () => {
    const surface = await new Surface({ config: { publicUrl: "https://cowork.example.org" } }).start();
    const { cookie } = await signIn(surface);
    expect(cookie).to.match(/^__Host-open_cowork_[\da-f]{8}=\w+; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    const plain = cookie.split(";")[0]!.replace("__Host-", "");
    expect((await surface.call("GET", "/api/v1/auth/me", { headers: { cookie: plain } })).status).to.equal(401);
    const named = { host: "cowork.example.org", cookie: cookie.split(";")[0]!, "content-type": "application/json" };
    expect((await surface.raw("POST", "/api/v1/sessions", { ...named, origin: "https://cowork.example.org" }, "{}")).status).to.equal(201);
    expect((await surface.raw("POST", "/api/v1/sessions", { ...named, origin: "http://cowork.example.org" }, "{}")).status).to.equal(403);
    await surface.stop();
  });

  it("has another name in each workspace, since a browser sends it to all ports of a machine", async () => {
    const [one, two] = [await new Surface({ nodeId: "one" }).start(), await new Surface({ nodeId: "two" }).start()];
    const jar = (await Promise.all([one, two].map(async (surface) => (await signIn(surface)).cookie.split(";")[0]!))).join("; ");
    for (const surface of [one, two]) {
      expect((await surface.call("GET", "/api/v1/auth/me", { headers: { cookie: jar } })).status).to.equal(200);
      await surface.stop();
    }
  });

  it("comes from a link that works once", async () => {
    const surface = await new Surface().start();
    const { link } = await signIn(surface);
    const again = await surface.call("POST", "/api/v1/auth/login", { json: { link } });
    expect([again.status, again.json.code, again.headers.get("set-cookie")]).to.deep.equal([401, "auth.link_used", null]);
    await surface.stop();
  });

  it("is cleared by signing out, and when it has ended", async () => {
    const surface = await new Surface().start();
    const cookie = (await signIn(surface)).cookie.split(";")[0]!;
    const out = await surface.call("POST", "/api/v1/auth/logout", { headers: { cookie } });
    expect([out.status, out.headers.get("set-cookie")]).to.deep.equal([204, "open_cowork_545ea538=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]);
    const after = await surface.call("GET", "/api/v1/auth/me", { headers: { cookie } });
    expect([after.status, after.json.code]).to.deep.equal([401, "auth.invalid"]);
    expect(after.headers.get("set-cookie")).to.contain("Max-Age=0");
    await surface.stop();
  });

  it("is not handed out to guessers", async () => {
    const surface = await new Surface({ config: { loginAttemptsPerMinute: 3 } }).start();
    const attempt = () => surface.call("POST", "/api/v1/auth/login", { json: { link: "ocl_guess" } });
    for (let i = 0; i < 3; i++) expect((await attempt()).status).to.equal(401);
    const limited = await attempt();
    expect([limited.status, limited.json.code, limited.headers.get("retry-after")]).to.deep.equal([429, "request.rate_limited", "20"]);
    await surface.clock.advance(20_000);
    expect((await attempt()).status).to.equal(401);
    await surface.stop();
  });

  it("is a matter of attempts to sign in, and platforms that prove themselves otherwise make none", async () => {
    const hook = (path: string, limit?: "requests") =>
      route({ method: "POST", path, summary: "x", tag: "x", access: "public", ...(limit ? { limit } : {}), handler: () => ({ empty: true }) });
    const surface = await new Surface({
      config: { loginAttemptsPerMinute: 2, requestsPerSecond: 2 },
      contributes: { routes: [hook("//open"), hook("//signed", "requests")] },
    }).start();
    const statuses = async (path: string, times: number) => {
      const answers = [];
      for (let i = 0; i < times; i++) answers.push((await surface.call("POST", path)).status);
      return answers;
    };
    expect(await statuses("/open", 3)).to.deep.equal([204, 204, 429]);
    expect(await statuses("/signed", 9)).to.deep.equal([...Array(8).fill(204), 429]);
    await surface.stop();
  });
});
