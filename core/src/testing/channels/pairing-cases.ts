import { newId } from "@open-cowork/shared";
import { type ConformanceCase, check } from "../conformance.js";
import { aChannel, aPerson, type ChannelStoresHarness } from "./channel-stores.js";

type Case = ConformanceCase<ChannelStoresHarness>;

/** Invitations by a code, and those who are turned away. */
export const pairingCases: readonly Case[] = [
  {
    name: "a code lets one person in, also when twenty try it at once",
    async run(h) {
      const { owner, gateway, binding } = await aChannel(h);
      const { pairing, code } = await h.admin.invite(owner, binding, { role: "member", note: "for Ann" });
      check.equal(await h.admin.pairings(owner, binding), [pairing], "the invitation as it was answered");
      const tries = await Promise.allSettled(Array.from({ length: 20 }, () => h.directory.redeem(gateway, binding, aPerson(), code.reveal())));
      const [won, ...more] = tries.filter((outcome) => outcome.status === "fulfilled").map(({ value }) => value);
      check.equal([won?.role, more.length], ["member", 0], "one of them in");
      check.equal((await h.admin.identities(owner, binding)).length, 1);
      const [used] = await h.admin.pairings(owner, binding);
      check.equal([used?.usedBy, typeof used?.usedAt], [won?.id, "number"]);
      await check.fails(h.directory.redeem(gateway, binding, aPerson(), code.reveal()), "channel.pairing_invalid");
    },
  },
  {
    name: "the one whom it let in may say it again, and gets no higher role by that",
    async run(h) {
      const { owner, gateway, binding } = await aChannel(h);
      const ann = aPerson();
      const code = (await h.admin.invite(owner, binding, { role: "admin" })).code.reveal();
      const answers = await Promise.all(Array.from({ length: 5 }, () => h.directory.redeem(gateway, binding, ann, code)));
      for (const { id, role } of answers) check.equal([id, role], [answers[0]!.id, "admin"]);
      await h.admin.changeIdentity(owner, answers[0]!.id, { role: "viewer" });
      check.equal((await h.directory.redeem(gateway, binding, ann, code)).role, "viewer");
    },
  },
  {
    name: "a code is typed in any case, with any spaces and dashes, and is too long to guess",
    async run(h) {
      const { owner, gateway, binding } = await aChannel(h);
      const spell = async (write: (code: string) => string) =>
        h.directory.redeem(gateway, binding, aPerson(), write((await h.admin.invite(owner, binding, { role: "member" })).code.reveal()));
      await spell((code) => code.toLowerCase());
      await spell((code) => ` ${code.replace(/[^0-9A-Za-z]/g, "")}\n`);
      await spell((code) => [...code].join(" "));
      await spell((code) => code.replace(/[^0-9A-Za-z]/g, "").replace(/.{3}/g, "$&\u2013"));
      await spell((code) => code.replaceAll("0", "o").replaceAll("1", "l"));
      const plain = (await h.admin.invite(owner, binding, { role: "member" })).code.reveal().replace(/[^0-9A-Z]/g, "");
      check.ok(/^[0-9A-HJKMNP-TV-Z]+$/.test(plain) && plain.length * 5 >= 50, "at least 50 bits in Crockford's alphabet");
    },
  },
  {
    name: "an expired, a wrong and a revoked code let nobody in",
    async run(h) {
      const { owner, gateway, binding } = await aChannel(h);
      const expired = await h.admin.invite(owner, binding, { role: "member", ttlMs: 5_000 });
      const revoked = await h.admin.invite(owner, binding, { role: "member" });
      check.equal(revoked.pairing.expiresAt - revoked.pairing.createdAt, 15 * 60_000);
      await h.admin.revoke(owner, revoked.pairing.id);
      await h.admin.revoke(owner, revoked.pairing.id);
      await h.elapse(owner, 5_001);
      for (const code of [expired.code.reveal(), revoked.code.reveal(), "K7QD-02MX-9FRA", "", " - ", "\u0000"]) {
        await check.fails(h.directory.redeem(gateway, binding, aPerson(), code), "channel.pairing_invalid");
      }
      check.equal(
        (await h.admin.pairings(owner, binding)).map(({ id }) => id),
        [expired.pairing.id],
      );
      await h.admin.revoke(owner, newId());
    },
  },
  {
    name: "revoking a code that was used takes nothing back",
    async run(h) {
      const { owner, gateway, binding } = await aChannel(h);
      const { pairing, code } = await h.admin.invite(owner, binding, { role: "member" });
      const ann = aPerson();
      await h.directory.redeem(gateway, binding, ann, code.reveal());
      await h.admin.revoke(owner, pairing.id);
      check.equal((await h.admin.pairings(owner, binding)).length, 1);
      check.ok(await h.directory.identity(gateway, binding, ann), "Ann still known");
    },
  },
  {
    name: "nobody gives away a role above their own: by a code, to a person, by the allow-list",
    async run(h) {
      const { owner, gateway, binding } = await aChannel(h);
      const admin = { ...owner, principal: { ...owner.principal, role: "admin" } as const };
      const { pairing, code } = await h.admin.invite(admin, binding, { role: "owner" });
      check.equal(pairing.role, "admin");
      const { id } = await h.directory.redeem(gateway, binding, aPerson(), code.reveal());
      check.equal((await h.admin.changeIdentity(admin, id, { role: "owner" })).role, "admin");
      const allow = (...people: string[]) => people.map((person) => ({ person, name: "", role: "owner" as const }));
      const change = (by: typeof owner, ...people: string[]) =>
        h.admin.update(by, binding, { policy: { strangers: "hint", rooms: "all", allow: allow(...people) } });
      await change(owner, "1");
      const { policy } = await change(admin, "1", "2");
      check.equal(
        policy.allow.map(({ role }) => role),
        ["owner", "admin"],
      );
      check.equal([policy.strangers, policy.rooms], ["hint", "all"]);
    },
  },
  {
    name: "those turned away are counted by person and reason, the latest first",
    async run(h) {
      const { owner, gateway, binding } = await aChannel(h);
      const [ann, bob] = [aPerson({ id: "1" }), { id: "2" }];
      for (let i = 0; i < 3; i++) await h.directory.refused(gateway, binding, "stranger", bob);
      await h.directory.refused(gateway, binding, "role", ann);
      await h.elapse(owner, 10);
      await Promise.all(Array.from({ length: 10 }, () => h.directory.refused(gateway, binding, "stranger", ann)));
      await h.directory.refused(gateway, binding, "stranger", { id: "1", name: "Anna" });
      const [latest, ...others] = await h.admin.refusals(owner, binding);
      check.equal([latest?.reason, latest?.person.id, latest?.person.name, latest?.count], ["stranger", "1", "Anna", 11]);
      check.equal(others.map(({ reason, person, count }) => [reason, person.id, count]).sort(), [
        ["role", "1", 1],
        ["stranger", "2", 3],
      ]);
      check.ok(latest!.firstAt <= latest!.lastAt, "its times in order");
    },
  },
  {
    name: "a crowd of strangers fills no table: the oldest are forgotten beyond a thousand",
    async run(h) {
      const { owner, gateway, binding } = await aChannel(h);
      const turnAway = (from: number, to: number) =>
        Promise.all(Array.from({ length: to - from }, (_, i) => h.directory.refused(gateway, binding, "stranger", { id: String(from + i) })));
      await turnAway(0, 10);
      await h.elapse(owner, 10);
      await turnAway(10, 1_000);
      check.equal((await h.admin.refusals(owner, binding)).length, 1_000);
      await h.elapse(owner, 10);
      await turnAway(1_000, 1_010);
      // One more, later and alone: crowding in at once they may pass each other.
      await h.elapse(owner, 10);
      await h.directory.refused(gateway, binding, "stranger", { id: "last" });
      const kept = (await h.admin.refusals(owner, binding)).map(({ person }) => person.id);
      check.equal([kept.length, kept[0]], [1_000, "last"]);
      check.ok(!Array.from({ length: 10 }, (_, i) => String(i)).some((id) => kept.includes(id)), "the first ten to be forgotten");
    },
  },
];
