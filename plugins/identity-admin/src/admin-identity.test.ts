import type { Principal, RequestContext } from "@open-cowork/core/kernel";
import { FixedClock } from "@open-cowork/core/testing";
import { isAppError, Secret } from "@open-cowork/shared";
import { expect } from "chai";
import fc from "fast-check";
import { AdminIdentity } from "./admin-identity.js";
import plugin from "./plugin.js";

const TOKEN = "correct-horse-battery-staple";
const secret = (value: string) => new Secret(value, "test");

describe("the one administrator", () => {
  let clock: FixedClock;
  let identity: AdminIdentity;
  let revoked: string[];
  beforeEach(() => {
    clock = new FixedClock();
    identity = new AdminIdentity(secret(TOKEN), clock);
    revoked = [];
    identity.revocations.onRevoked((credential) => revoked.push(credential));
  });

  const bearer = (value: string) => identity.authenticate({ kind: "bearer", value: secret(value) });
  const cookie = (value: Secret) => identity.authenticate({ kind: "cookie", value });
  const as = (principal: Principal): RequestContext => ({ tenant: principal.tenant, principal, traceId: "test" });
  async function code(step: Promise<unknown>): Promise<string> {
    const error = await step.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return isAppError(error) ? error.code : "none";
  }

  it("comes in with the token, and with nothing else", async () => {
    expect(await bearer(TOKEN)).to.deep.include({ role: "admin", credential: "admin-token" });
    for (const wrong of ["", TOKEN.slice(1), `${TOKEN}x`, TOKEN.toUpperCase()]) expect(await code(bearer(wrong)), wrong).to.equal("auth.invalid");
    await fc.assert(fc.asyncProperty(fc.string(), async (text) => text === TOKEN || (await code(bearer(text))) === "auth.invalid"));
  });

  it("exchanges the token for a cookie that ends by itself", async () => {
    const login = await identity.redeemLoginLink(secret(TOKEN), "Firefox");
    expect(login.cookie.reveal()).not.to.include(TOKEN);
    expect(await cookie(login.cookie)).to.deep.equal(login.principal);
    await clock.advance(login.maxAgeMs - 1);
    expect(await code(cookie(login.cookie))).to.equal("none");
    await clock.advance(1);
    expect(await code(cookie(login.cookie))).to.equal("auth.invalid");
    await clock.advance(30_000);
    expect(revoked, "open streams are told").to.deep.equal([login.principal.credential]);
  });

  it("gives no cookie for a wrong token, and none is good as the other", async () => {
    expect(await code(identity.redeemLoginLink(secret("something else entirely"), ""))).to.equal("auth.invalid");
    const { cookie: value } = await identity.redeemLoginLink(secret(TOKEN), "");
    expect(await code(bearer(value.reveal()))).to.equal("auth.invalid");
    expect(await code(cookie(secret(TOKEN)))).to.equal("auth.invalid");
  });

  it("refuses a cookie that somebody changed in any place", async () => {
    const value = (await identity.redeemLoginLink(secret(TOKEN), "")).cookie.reveal();
    const [head, expiry, seal] = value.split(".") as [string, string, string];
    for (const forged of [`${head}.${Number(expiry) + 1}.${seal}`, `${head}.${expiry}.${"A".repeat(43)}`, `${head}.${expiry}`, `${head}.${expiry}.${seal}.`])
      expect(await code(cookie(secret(forged))), forged).to.equal("auth.invalid");
    // The last character of the seal holds two bits that mean nothing, so it stays as it is here.
    const place = fc.integer({ min: 0, max: value.length - 2 });
    await fc.assert(
      fc.asyncProperty(place, fc.stringMatching(/^[\w.-]$/), async (at, other) => {
        if (value[at] === other) return;
        expect(await code(cookie(secret(value.slice(0, at) + other + value.slice(at + 1))))).to.equal("auth.invalid");
      }),
    );
  });

  it("is out at once when the token is rotated, cookies and open streams too", async () => {
    const login = await identity.redeemLoginLink(secret(TOKEN), "");
    identity.rotate(secret("another-token-of-some-length"));
    expect(await code(bearer(TOKEN))).to.equal("auth.invalid");
    expect(await code(cookie(login.cookie))).to.equal("auth.invalid");
    expect(revoked).to.have.members([login.principal.credential, "admin-token"]);
    expect(await code(bearer("another-token-of-some-length"))).to.equal("none");
  });

  it("stays in when the same token is configured again", async () => {
    const login = await identity.redeemLoginLink(secret(TOKEN), "");
    identity.rotate(secret(TOKEN));
    expect(await code(cookie(login.cookie))).to.equal("none");
    expect(revoked).to.deep.equal([]);
  });

  it("sees its logins and ends one of them", async () => {
    const first = await identity.redeemLoginLink(secret(TOKEN), "Firefox");
    await clock.advance(1_000);
    const second = await identity.redeemLoginLink(secret(TOKEN), "Safari");
    const list = await identity.loginSessions(as(second.principal));
    expect(list.map(({ userAgent, current }) => [userAgent, current])).to.deep.equal([
      ["Safari", true],
      ["Firefox", false],
    ]);
    for (let i = 0; i < 2; i++) await identity.revokeLogin(as(second.principal), first.principal.credential);
    await identity.revokeLogin(as(second.principal), "nobody's");
    expect(await code(cookie(first.cookie))).to.equal("auth.invalid");
    expect(await code(cookie(second.cookie))).to.equal("none");
    expect(revoked).to.deep.equal([first.principal.credential]);
    expect(await identity.loginSessions(as(second.principal))).to.have.length(1);
  });

  it("keeps to what it knew of a login it has not seen since a restart", async () => {
    const { cookie: value, principal } = await identity.redeemLoginLink(secret(TOKEN), "Firefox");
    const restarted = new AdminIdentity(secret(TOKEN), clock);
    expect(await restarted.authenticate({ kind: "cookie", value })).to.deep.equal(principal);
    expect(await restarted.loginSessions(as(principal))).to.have.length(1);
  });

  it("says what it does not do", async () => {
    expect(await identity.tokens()).to.deep.equal([]);
    expect(await code(identity.createToken())).to.equal("auth.fixed");
    expect(await code(identity.createLoginLink())).to.equal("auth.fixed");
    expect(await code(identity.revokeToken())).to.equal("token.not_found");
  });

  it("has no token that is blank, short, or that a header cannot carry", () => {
    for (const bad of ["", "                ", "fifteen-letters", "a token with spaces in it", "sixteen-ümlauts!", "x".repeat(201)]) {
      const outcome = plugin.config!.safeParse({ adminToken: secret(bad) });
      expect(outcome.success, bad).to.equal(false);
      expect(JSON.stringify(outcome.error?.issues)).not.to.include(bad || "never");
    }
    expect(plugin.config!.safeParse({ adminToken: secret("sixteen-letters!".replace("!", "=")) }).success).to.equal(true);
    expect(plugin.config!.safeParse({ adminToken: TOKEN }).success, "a literal").to.equal(false);
  });
});
