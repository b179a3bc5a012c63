import { expect } from "chai";
import { Surface } from "./surface.js";

describe("many requests from one address", () => {
  let surface: Surface;
  beforeEach(async () => {
    surface = await new Surface().start();
  });
  afterEach(() => surface.stop());

  const statuses = async (count: number, token?: string) => {
    const seen = new Map<number, number>();
    for (let done = 0; done < count; done += 50) {
      const answers = await Promise.all(Array.from({ length: Math.min(50, count - done) }, () => surface.call("GET", "/api/v1/sessions", { token })));
      for (const { status } of answers) seen.set(status, (seen.get(status) ?? 0) + 1);
    }
    return Object.fromEntries(seen);
  };

  it("are taken from who has a token, far more than a thousand in one moment, strangers or no strangers", async function () {
    this.timeout(30_000);
    const { secret } = surface.identity.issue("gateway");
    expect(await statuses(300)).to.deep.equal({ 401: 200, 429: 100 });
    expect(await statuses(1_500, secret)).to.deep.equal({ 403: 1_500 });
  });

  it("are limited for who has none, or a wrong one, until a while has passed", async () => {
    expect(await statuses(201, "oct_wrong")).to.deep.equal({ 401: 200, 429: 1 });
    const { json, headers } = await surface.call("GET", "/api/v1/sessions");
    expect([json.code, headers.get("retry-after")]).to.deep.equal(["request.rate_limited", "1"]);
    await surface.clock.advance(1_000);
    expect(await statuses(51)).to.deep.equal({ 401: 50, 429: 1 });
  });

  it("do not keep others from signing in", async () => {
    await statuses(250);
    const link = (await surface.identity.createLoginLink()).reveal();
    expect((await surface.call("POST", "/api/v1/auth/login", { json: { link } })).status).to.equal(200);
    expect((await surface.call("GET", "/healthz")).status).to.equal(200);
  });
});
