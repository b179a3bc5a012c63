import { event, newId } from "@open-cowork/shared";
import type { ChannelAccess } from "../../transport/channels/access.js";
import { type ConformanceCase, check } from "../conformance.js";
import { anActor } from "../contexts.js";
import { aChannel, aPerson, aSpokenThread, type ChannelStoresHarness } from "./channel-stores.js";

/** What the suite of {@link ChannelAccess} needs: the stores it looks into, and itself. */
export interface ChannelAccessHarness extends ChannelStoresHarness {
  access: ChannelAccess;
}

/** What a gateway may reach: the surface that it calls leans on these alone. */
export const channelAccessCases: readonly ConformanceCase<ChannelAccessHarness>[] = [
  {
    name: "a person is found by id, with their binding as it is now, by who may serve it",
    async run(h) {
      const { owner, gateway, binding } = await aChannel(h);
      const ann = aPerson();
      const { code } = await h.admin.invite(owner, binding, { role: "approver" });
      const identity = await h.directory.redeem(gateway, binding, ann, code.reveal());
      for (const caller of [gateway, owner]) {
        const found = await h.access.person(caller, identity.id);
        check.equal([found.identity.id, found.identity.person, found.identity.role, found.binding.id], [identity.id, ann, "approver", binding]);
      }
      await h.admin.changeIdentity(owner, identity.id, { role: "viewer", blocked: true });
      await h.admin.update(owner, binding, { enabled: false });
      const changed = await h.access.person(gateway, identity.id);
      check.equal([changed.identity.role, changed.identity.blocked, changed.binding.enabled], ["viewer", true, false], "no memory of how it was");
    },
  },
  {
    name: "a person of a binding that is granted to another does not exist, nor does one of another tenant, nor nobody",
    async run(h) {
      const { owner, gateway, binding } = await aChannel(h);
      const { code } = await h.admin.invite(owner, binding, { role: "member" });
      const { id } = await h.directory.redeem(gateway, binding, aPerson(), code.reveal());
      for (const caller of [await h.gateway(owner), (await aChannel(h, owner)).gateway, await h.owner(), (await aChannel(h)).gateway])
        await check.fails(h.access.person(caller, id), "channel.identity_unknown");
      await check.fails(h.access.person(gateway, newId()), "channel.identity_unknown");
    },
  },
  {
    name: "a session is carried by the binding in whose thread it speaks, or spoke before another, until it is deleted",
    async run(h) {
      const channel = await aChannel(h);
      const { gateway, binding } = channel;
      const { thread, session: first } = await aSpokenThread(h, channel);
      const { session: second } = await aSpokenThread(h, channel);
      await h.threads.bind(gateway, binding, thread, second, 1);
      for (const session of [first, second]) check.equal(await h.access.carriers(gateway, session), [binding]);
      check.equal(await h.access.carriers(gateway, newId()), []);
      await h.publishing.append(gateway, { session: first, epoch: null, events: [event("session.deleted", { by: anActor() })] });
      check.equal(await h.access.carriers(gateway, first), [], "a deleted one is carried by nobody");
      await h.sessions.index.purge(gateway, first);
      check.equal([await h.access.carriers(gateway, first), await h.access.carriers(gateway, second)], [[], [binding]]);
    },
  },
  {
    name: "of several bindings that carry a session, each caller sees its own",
    async run(h) {
      const one = await aChannel(h);
      const other = await aChannel(h, one.owner);
      const { session } = await aSpokenThread(h, one);
      const { thread } = await aSpokenThread(h, other);
      await h.threads.bind(one.owner, other.binding, thread, session, 1);
      check.equal((await h.access.carriers(one.owner, session)).sort(), [one.binding, other.binding].sort());
      check.equal(await h.access.carriers(one.gateway, session), [one.binding]);
      check.equal(await h.access.carriers(other.gateway, session), [other.binding]);
      for (const stranger of [await h.gateway(one.owner), (await aChannel(h)).gateway]) check.equal(await h.access.carriers(stranger, session), []);
    },
  },
  {
    name: "people without the right to serve channels learn nothing",
    async run(h) {
      const channel = await aChannel(h);
      const { session } = await aSpokenThread(h, channel);
      const member = { ...channel.owner, principal: { ...channel.owner.principal, role: "member" } as const };
      await check.fails(h.access.carriers(member, session), "auth.forbidden");
      await check.fails(h.access.person(member, newId()), "auth.forbidden");
    },
  },
];
