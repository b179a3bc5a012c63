import { newId } from "@open-cowork/shared";
import { type ConformanceCase, check } from "../conformance.js";
import { type ChannelStoresHarness, CHANNEL_TTL as TTL } from "./channel-stores.js";

type Case = ConformanceCase<ChannelStoresHarness>;

const telegram = { provider: "telegram", instance: "support" };

/** Connecting, and who may serve a binding now. */
export const bindingLeaseCases: readonly Case[] = [
  {
    name: "a binding begins at first sight, switched on, with the default policy, and is found again",
    async run(h) {
      const owner = await h.owner();
      const gateway = await h.gateway(owner);
      const { binding, epoch } = await h.directory.connect(gateway, telegram, "node.1", TTL);
      check.equal(epoch, 1);
      check.equal([binding.provider, binding.instance, binding.enabled], ["telegram", "support", true]);
      check.equal(binding.policy, { strangers: "silent", allow: [], rooms: "addressed" });
      check.ok(binding.seenAt !== undefined && binding.createdAt > 0, "its times");
      check.equal((await h.directory.connect(gateway, telegram, "node.2", TTL)).binding.id, binding.id);
      const other = await h.directory.connect(gateway, { ...telegram, instance: "sales" }, "node.1", TTL);
      check.ok(other.binding.id !== binding.id, "another instance to be another binding");
      check.equal((await h.admin.bindings(owner)).map(({ id }) => id).sort(), [binding.id, other.binding.id].sort());
    },
  },
  {
    name: "of many that connect for the first time at once, one gets it, and there is one binding",
    async run(h) {
      const gateway = await h.gateway(await h.owner());
      const tries = Array.from({ length: 12 }, (_, i) => h.directory.connect(gateway, telegram, `node-${i}.1`, TTL));
      const answers = await Promise.allSettled(tries);
      check.equal(answers.filter(({ status }) => status === "fulfilled").length, 1, "one holder");
      check.equal((await h.admin.bindings(gateway)).length, 1, "one binding");
      for (const [i, answer] of answers.entries()) if (answer.status === "rejected") await check.fails(tries[i]!, "channel.held");
    },
  },
  {
    name: "a live holder keeps it; a lapsed lease may be taken, under a higher epoch",
    async run(h) {
      const gateway = await h.gateway(await h.owner());
      const { binding, epoch } = await h.directory.connect(gateway, telegram, "a.1", TTL);
      await check.fails(h.directory.connect(gateway, telegram, "b.1", TTL), "channel.held");
      await h.elapse(gateway, TTL - 10_000);
      await h.directory.renew(gateway, binding.id, "a.1", TTL);
      await h.elapse(gateway, TTL - 10_000);
      await check.fails(h.directory.connect(gateway, telegram, "b.1", TTL), "channel.held");
      await h.elapse(gateway, 10_001);
      const taken = await h.directory.connect(gateway, telegram, "b.1", TTL);
      check.ok(taken.epoch > epoch, "a higher epoch");
      await check.fails(h.directory.renew(gateway, binding.id, "a.1", TTL), "channel.held");
      await h.directory.release(gateway, binding.id, "a.1");
      await check.fails(h.directory.connect(gateway, telegram, "a.1", TTL), "channel.held");
    },
  },
  {
    name: "a lapsed lease that nobody took is renewed",
    async run(h) {
      const gateway = await h.gateway(await h.owner());
      const { binding } = await h.directory.connect(gateway, telegram, "a.1", TTL);
      await h.elapse(gateway, TTL + 1);
      await h.directory.renew(gateway, binding.id, "a.1", TTL);
      await check.fails(h.directory.connect(gateway, telegram, "b.1", TTL), "channel.held");
    },
  },
  {
    name: "what an earlier boot of the same node held is taken over at once; a longer name is another node",
    async run(h) {
      const gateway = await h.gateway(await h.owner());
      const first = await h.directory.connect(gateway, telegram, "eu.west.1", TTL);
      await check.fails(h.directory.connect(gateway, telegram, "eu.1", TTL), "channel.held");
      await check.fails(h.directory.connect(gateway, telegram, "eu.west2.1", TTL), "channel.held");
      const second = await h.directory.connect(gateway, telegram, "eu.west.2", TTL);
      check.ok(second.epoch > first.epoch, "a higher epoch");
      await check.fails(h.directory.renew(gateway, first.binding.id, "eu.west.1", TTL), "channel.held");
    },
  },
  {
    name: "given back it is free at once, again and again; a released holder does not hold",
    async run(h) {
      const gateway = await h.gateway(await h.owner());
      const { binding, epoch } = await h.directory.connect(gateway, telegram, "a.1", TTL);
      await h.directory.release(gateway, binding.id, "b.1");
      await check.fails(h.directory.connect(gateway, telegram, "b.1", TTL), "channel.held");
      await h.directory.release(gateway, binding.id, "a.1");
      await h.directory.release(gateway, binding.id, "a.1");
      await check.fails(h.directory.renew(gateway, binding.id, "a.1", TTL), "channel.held");
      check.ok((await h.directory.connect(gateway, telegram, "b.1", TTL)).epoch > epoch, "a higher epoch");
    },
  },
  {
    name: "renewing tells who we are on the platform, and what it does not tell stays",
    async run(h) {
      const gateway = await h.gateway(await h.owner());
      const { binding } = await h.directory.connect(gateway, telegram, "a.1", TTL);
      const profile = { name: "Helper", handle: "helper_bot", pairingLink: "https://example.test/?start={code}" };
      const told = await h.directory.renew(gateway, binding.id, "a.1", TTL, profile);
      check.equal([told.name, told.handle, told.pairingLink], Object.values(profile));
      const kept = await h.directory.renew(gateway, binding.id, "a.1", TTL);
      check.equal([kept.name, kept.handle, kept.pairingLink], Object.values(profile));
      const renamed = await h.directory.renew(gateway, binding.id, "a.1", TTL, { name: "Other" });
      check.equal([renamed.name, renamed.handle, renamed.pairingLink], ["Other", undefined, undefined]);
    },
  },
  {
    name: "knows nothing of bindings that do not exist",
    async run(h) {
      const gateway = await h.gateway(await h.owner());
      await check.fails(h.directory.renew(gateway, newId(), "a.1", TTL), "channel.binding_unknown");
      await check.fails(h.directory.release(gateway, newId(), "a.1"), "channel.binding_unknown");
    },
  },
];
