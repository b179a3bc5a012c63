import type { Principal, RequestContext } from "@open-cowork/core/kernel";
import { silentLog } from "@open-cowork/core/kernel";
import { FixedClock, MemoryIdentityStore, settle } from "@open-cowork/core/testing";
import { LocalBus } from "@open-cowork/core/transport";
import { isAppError, type Role, Secret } from "@open-cowork/shared";
import { expect } from "chai";
import { LocalIdentity } from "./local-identity.js";
import { Revocations } from "./revocations.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "no error",
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );

describe("local identity", () => {
  let clock: FixedClock;
  let store: MemoryIdentityStore;
  let bus: LocalBus;
  let revocations: Revocations;
  let identity: LocalIdentity;
  let told: string[];

  beforeEach(() => {
    clock = new FixedClock();
    store = new MemoryIdentityStore();
    bus = new LocalBus();
    revocations = new Revocations({ bus, store, clock, log: silentLog });
    identity = new LocalIdentity({ store, revocations, clock, log: silentLog });
    told = [];
    revocations.onRevoked((credential) => told.push(credential));
  });
  afterEach(() => revocations.stop());

  const contextOf = (principal: Principal): RequestContext => ({ tenant: principal.tenant, principal, traceId: "t" });
  const signIn = async (userAgent = "Firefox") => identity.redeemLoginLink(await identity.createLoginLink(), userAgent);
  const cookie = (value: Secret) => identity.authenticate({ kind: "cookie", value });
  const bearer = (value: Secret) => identity.authenticate({ kind: "bearer", value });
  const aToken = async (role: Role = "member", expiresInDays?: number) => {
    const { principal } = await signIn();
    return { ...(await identity.createToken(contextOf(principal), { name: "ci", role, expiresInDays })), ctx: contextOf(principal) };
  };

  describe("sign-in links", () => {
    it("are 256 random bits behind a prefix", async () => {
      const links = [await identity.createLoginLink(), await identity.createLoginLink()].map((link) => link.reveal());
      for (const link of links) expect(link).to.match(/^ocl_[\w-]{43}$/);
      expect(links[0]).to.not.equal(links[1]);
    });

    it("sign the owner in once", async () => {
      const link = await identity.createLoginLink();
      const { cookie: secret, principal } = await identity.redeemLoginLink(link, "Firefox");
      expect(principal).to.deep.include({ role: "owner", actor: { kind: "person", id: principal.actor.id, name: "Owner" } });
      expect(await cookie(secret)).to.deep.equal(principal);
      expect(await codeOf(identity.redeemLoginLink(link, "Firefox"))).to.equal("auth.link_used");
    });

    it("let in one of many who try at once", async () => {
      const link = await identity.createLoginLink();
      const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(identity.redeemLoginLink(link, ""))));
      expect(codes.filter((code) => code === "no error")).to.have.lengthOf(1);
    });

    it("expire after a quarter of an hour", async () => {
      const link = await identity.createLoginLink();
      await clock.advance(15 * MINUTE);
      expect(await codeOf(identity.redeemLoginLink(link, ""))).to.equal("auth.link_used");
    });

    it("stop working when a new one is made", async () => {
      const first = await identity.createLoginLink();
      await identity.createLoginLink();
      expect(await codeOf(identity.redeemLoginLink(first, ""))).to.equal("auth.link_used");
    });

    it("are no cookies and no tokens, and neither are links", async () => {
      const link = await identity.createLoginLink();
      expect([await codeOf(cookie(link)), await codeOf(bearer(link))]).to.deep.equal(["auth.invalid", "auth.invalid"]);
      const { cookie: secret } = await signIn();
      expect([await codeOf(bearer(secret)), await codeOf(identity.redeemLoginLink(secret, ""))]).to.deep.equal(["auth.invalid", "auth.link_used"]);
    });
  });

  it("refuses what cannot be a secret without asking the store", async () => {
    let asked = 0;
    store.findCredential = async () => {
      asked++;
      return undefined;
    };
    for (const value of ["", "oct_", "oct_short", "x".repeat(10_000), `oct_${"a".repeat(42)}!`, "ocs_' OR 1=1"])
      expect([await codeOf(bearer(new Secret(value, "t"))), await codeOf(cookie(new Secret(value, "t")))]).to.deep.equal(["auth.invalid", "auth.invalid"]);
    expect(asked).to.equal(0);
  });

  it("does not believe a store that matches loosely", async () => {
    const { secret } = await aToken();
    const find = store.findCredential.bind(store);
    const real = await find((await import("./secrets.js")).hashOf(secret.reveal()));
    store.findCredential = async () => real;
    expect(await codeOf(bearer(new Secret(`oct_${"A".repeat(43)}`, "t")))).to.equal("auth.invalid");
  });

  describe("tokens", () => {
    it("act for their person, by name, with a role of their own", async () => {
      const { secret, token, ctx } = await aToken("viewer");
      expect(secret.reveal()).to.match(/^oct_[\w-]{43}$/);
      expect(await bearer(secret)).to.deep.equal({
        tenant: ctx.tenant,
        actor: { kind: "token", id: ctx.principal.actor.id, name: "Owner (ci)" },
        role: "viewer",
        credential: token.id,
      });
    });

    it("cannot make a token that may do more than they", async () => {
      const { secret } = await aToken("member");
      const { token } = await identity.createToken(contextOf(await bearer(secret)), { name: "more", role: "owner" });
      expect(token.role).to.equal("member");
    });

    it("expire", async () => {
      const { secret } = await aToken("member", 1);
      await clock.advance(DAY - 1);
      expect(await codeOf(bearer(secret))).to.equal("no error");
      await clock.advance(1);
      expect(await codeOf(bearer(secret))).to.equal("auth.invalid");
    });

    it("are refused from the moment they are revoked", async () => {
      const { secret, token, ctx } = await aToken();
      await bearer(secret);
      await identity.revokeToken(ctx, token.id);
      expect(await codeOf(bearer(secret))).to.equal("auth.invalid");
      expect(told).to.deep.equal([token.id]);
      expect((await identity.tokens(ctx))[0]).to.include({ id: token.id, revokedAt: clock.now() });
    });

    it("cannot be revoked by somebody else, who learns nothing", async () => {
      const { secret, token, ctx } = await aToken();
      const stranger: RequestContext = { ...ctx, principal: { ...ctx.principal, actor: { kind: "person", id: "other", name: "Other" } } };
      expect(await codeOf(identity.revokeToken(stranger, token.id))).to.equal("token.not_found");
      expect(await codeOf(bearer(secret))).to.equal("no error");
      expect(told).to.deep.equal([]);
    });
  });

  describe("login sessions", () => {
    it("are listed while they live, the caller's own marked", async () => {
      const first = await signIn("Firefox");
      await signIn("Chrome");
      const sessions = await identity.loginSessions(contextOf(first.principal));
      expect(sessions.map(({ userAgent, current }) => [userAgent, current])).to.have.deep.members([
        ["Firefox", true],
        ["Chrome", false],
      ]);
    });

    it("can be ended one by one", async () => {
      const [one, two] = [await signIn(), await signIn()];
      await identity.revokeLogin(contextOf(one.principal), two.principal.credential);
      expect([await codeOf(cookie(one.cookie)), await codeOf(cookie(two.cookie))]).to.deep.equal(["no error", "auth.invalid"]);
      expect(await identity.loginSessions(contextOf(one.principal))).to.have.lengthOf(1);
      await identity.revokeLogin(contextOf(one.principal), "no such login");
      expect(told).to.deep.equal([two.principal.credential]);
    });

    it("end after a month", async () => {
      const { cookie: secret, maxAgeMs } = await signIn();
      expect(maxAgeMs).to.equal(30 * DAY);
      await clock.advance(maxAgeMs);
      expect(await codeOf(cookie(secret))).to.equal("auth.invalid");
    });
  });

  it("writes when a credential was last seen at most once a minute", async () => {
    let touches = 0;
    const touch = store.touchCredential.bind(store);
    store.touchCredential = (...args) => {
      touches++;
      return touch(...args);
    };
    const { secret } = await aToken();
    for (let i = 0; i < 10; i++) await bearer(secret);
    expect(touches).to.equal(1);
    await clock.advance(MINUTE);
    await bearer(secret);
    expect(touches).to.equal(2);
  });

  describe("revocations", () => {
    it("are told to other processes", async () => {
      const elsewhere: string[] = [];
      const other = new Revocations({ bus, store, clock, log: silentLog });
      other.onRevoked((credential) => elsewhere.push(credential));
      const { token, ctx } = await aToken();
      await identity.revokeToken(ctx, token.id);
      expect(elsewhere).to.deep.equal([token.id]);
      other.stop();
    });

    it("are found by asking again when announcements may have been lost", async () => {
      const { secret, token, ctx } = await aToken();
      await bearer(secret);
      await store.revokeCredential(ctx.tenant, ctx.principal.actor.id, "token", token.id, clock.now());
      expect(told).to.deep.equal([]);
      bus.gap();
      await settle();
      expect(told).to.deep.equal([token.id]);
    });

    it("follow from expiry, for streams that are open", async () => {
      const { secret, token } = await aToken("member", 1);
      await bearer(secret);
      await clock.advance(DAY + MINUTE);
      expect(told).to.deep.equal([token.id]);
    });
  });
});
