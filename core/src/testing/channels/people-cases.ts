import { newId } from "@open-cowork/shared";
import { type ConformanceCase, check } from "../conformance.js";
import { aChannel, aPerson, type ChannelStoresHarness } from "./channel-stores.js";

type Case = ConformanceCase<ChannelStoresHarness>;

const policy = { strangers: "silent", allow: [], rooms: "addressed" } as const;

/** Who is let in, and how: allow-list, identities. */
export const peopleCases: readonly Case[] = [
  {
    name: "strangers are nobody, and leave nothing behind",
    async run(h) {
      const { owner, gateway, binding } = await aChannel(h);
      check.equal(await h.directory.identity(gateway, binding, aPerson()), undefined);
      check.equal(await h.admin.identities(owner, binding), []);
    },
  },
  {
    name: "somebody of the allow-list is let in by their id alone, once, with the role it says",
    async run(h) {
      const { owner, gateway, binding } = await aChannel(h);
      const ann = aPerson({ id: "42", name: "Ann", handle: "ann" });
      await h.admin.update(owner, binding, { policy: { ...policy, allow: [{ person: "42", name: "", role: "approver" }] } });
      const tries = await Promise.all(Array.from({ length: 8 }, () => h.directory.identity(gateway, binding, ann)));
      for (const identity of tries) check.equal([identity?.id, identity?.role, identity?.blocked], [tries[0]?.id, "approver", false]);
      check.equal(await h.directory.identity(gateway, binding, aPerson({ id: "43", name: "Ann", handle: "ann" })), undefined, "a taken-over handle");
      check.equal(
        (await h.admin.identities(owner, binding)).map(({ person }) => person),
        [ann],
      );
    },
  },
  {
    name: "a new name is taken over, the id decides",
    async run(h) {
      const { owner, gateway, binding } = await aChannel(h);
      await h.admin.update(owner, binding, { policy: { ...policy, allow: [{ person: "42", name: "Ann", role: "member" }] } });
      const first = await h.directory.identity(gateway, binding, aPerson({ id: "42", name: "" }));
      check.equal(first?.person.name, "Ann", "the name of the list for one who gives none");
      const again = await h.directory.identity(gateway, binding, aPerson({ id: "42", name: "Anna", handle: "anna" }));
      check.equal([again?.id, again?.person], [first?.id, { id: "42", name: "Anna", handle: "anna" }]);
    },
  },
  {
    name: "a blocked person is known as blocked, and no code unblocks them or is spent by them",
    async run(h) {
      const { owner, gateway, binding } = await aChannel(h);
      const [ann, bob] = [aPerson(), aPerson()];
      const code = async () => (await h.admin.invite(owner, binding, { role: "member" })).code.reveal();
      const { id } = await h.directory.redeem(gateway, binding, ann, await code());
      check.equal((await h.admin.changeIdentity(owner, id, { blocked: true })).blocked, true);
      check.equal((await h.directory.identity(gateway, binding, ann))?.blocked, true);
      const another = await code();
      await check.fails(h.directory.redeem(gateway, binding, ann, another), "channel.pairing_invalid");
      check.equal((await h.directory.redeem(gateway, binding, bob, another)).blocked, false);
      await h.admin.changeIdentity(owner, id, { blocked: false });
      check.equal((await h.directory.identity(gateway, binding, ann))?.blocked, false);
    },
  },
  {
    name: "a code raises the role of somebody who is in, and never lowers it",
    async run(h) {
      const { owner, gateway, binding } = await aChannel(h);
      const ann = aPerson();
      const redeem = async (role: "viewer" | "member" | "admin") =>
        h.directory.redeem(gateway, binding, ann, (await h.admin.invite(owner, binding, { role })).code.reveal());
      const first = await redeem("member");
      check.equal(first.role, "member");
      check.equal((await redeem("viewer")).role, "member");
      const raised = await redeem("admin");
      check.equal([raised.id, raised.role], [first.id, "admin"]);
      check.equal((await h.directory.identity(gateway, binding, ann))?.role, "admin");
      check.equal((await h.admin.changeIdentity(owner, first.id, { role: "viewer" })).role, "viewer");
      check.equal((await h.admin.identities(owner, binding)).length, 1);
    },
  },
  {
    name: "people of one binding are strangers in another",
    async run(h) {
      const one = await aChannel(h);
      const other = await aChannel(h, one.owner);
      const ann = aPerson();
      const code = (await h.admin.invite(one.owner, one.binding, { role: "member" })).code.reveal();
      await check.fails(h.directory.redeem(other.gateway, other.binding, ann, code), "channel.pairing_invalid");
      await h.directory.redeem(one.gateway, one.binding, ann, code);
      check.equal(await h.directory.identity(other.gateway, other.binding, ann), undefined);
    },
  },
  {
    name: "who does not exist cannot be changed",
    async run(h) {
      const { owner } = await aChannel(h);
      await check.fails(h.admin.changeIdentity(owner, newId(), { blocked: true }), "channel.identity_unknown");
    },
  },
];
