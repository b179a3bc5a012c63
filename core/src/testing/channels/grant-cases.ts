import { newId } from "@open-cowork/shared";
import type { RequestContext } from "../../kernel/context.js";
import { type ConformanceCase, check } from "../conformance.js";
import { some } from "../contexts.js";
import { aChannel, aConversation, aDelivery, aMessage, aPerson, aSpokenThread, CHANNEL_TTL, type ChannelStoresHarness } from "./channel-stores.js";

type Case = ConformanceCase<ChannelStoresHarness>;
type Call = (ctx: RequestContext) => Promise<unknown>;

/** Every verb that names a binding, with things that exist in it. */
async function verbsOf(h: ChannelStoresHarness, channel: Awaited<ReturnType<typeof aChannel>>): Promise<Record<string, Call>> {
  const { gateway, binding, epoch, owner } = channel;
  const { thread, session } = await aSpokenThread(h, channel);
  const [delivery] = await h.outbox.put(gateway, binding, thread, [aDelivery()]);
  const { id: interaction } = await h.interactions.offer(gateway, binding, { thread, session, kind: "approval", request: "r" }, CHANNEL_TTL);
  const code = (await h.admin.invite(owner, binding, { role: "admin" })).code.reveal();
  const { directory, threads, inbound, outbox, interactions, admin } = h;
  return {
    renew: (ctx) => directory.renew(ctx, binding, "node.1", CHANNEL_TTL, { name: "Mine now" }),
    release: (ctx) => directory.release(ctx, binding, "node.1"),
    identity: (ctx) => directory.identity(ctx, binding, aPerson()),
    redeem: (ctx) => directory.redeem(ctx, binding, aPerson(), code),
    refused: (ctx) => directory.refused(ctx, binding, "stranger", aPerson()),
    thread: (ctx) => threads.thread(ctx, binding, aConversation()),
    get: (ctx) => threads.get(ctx, binding, thread),
    bind: (ctx) => threads.bind(ctx, binding, thread, session, 0),
    history: (ctx) => threads.history(ctx, binding, thread),
    behind: (ctx) => threads.behind(ctx, binding),
    claim: (ctx) => inbound.claim(ctx, binding, [aMessage()]),
    pending: (ctx) => inbound.pending(ctx, binding, { limit: 1 }),
    complete: (ctx) => inbound.complete(ctx, binding, newId(), "done"),
    put: (ctx) => outbox.put(ctx, binding, thread, [aDelivery()]),
    begin: (ctx) => outbox.begin(ctx, binding, delivery!.id, epoch),
    settle: (ctx) => outbox.settle(ctx, binding, delivery!.id, 1, { state: "delivered", message: "m" }),
    open: (ctx) => outbox.open(ctx, binding),
    list: (ctx) => outbox.list(ctx, { binding, limit: 1 }),
    offer: (ctx) => interactions.offer(ctx, binding, { thread, session, kind: "approval", request: "r" }, CHANNEL_TTL),
    find: (ctx) => interactions.find(ctx, binding, interaction),
    identities: (ctx) => admin.identities(ctx, binding),
    pairings: (ctx) => admin.pairings(ctx, binding),
    refusals: (ctx) => admin.refusals(ctx, binding),
  };
}

/** Who reaches what. */
export const grantCases: readonly Case[] = [
  {
    name: "a gateway reaches nothing of a binding that is granted to another, and others of the same tenant and other tenants see nothing",
    async run(h) {
      const channel = await aChannel(h);
      const verbs = await verbsOf(h, channel);
      const callers = [await h.gateway(channel.owner), await h.owner(), (await aChannel(h)).gateway];
      for (const caller of callers) {
        for (const [name, call] of Object.entries(verbs)) {
          const outcome = await call(caller).catch((error: unknown) => error);
          check.equal((outcome as { code?: string } | undefined)?.code, "channel.binding_unknown", `${name} to be refused`);
        }
        check.ok(!(await h.admin.bindings(caller)).some(({ id }) => id === channel.binding), "it not to be listed");
        check.ok(!(await h.outbox.list(caller, { limit: 100 })).items.some(({ binding }) => binding === channel.binding), "no delivery of it");
      }
    },
  },
  {
    name: "its own gateway and those who run the workspace reach all of it",
    async run(h) {
      const channel = await aChannel(h);
      const verbs = await verbsOf(h, channel);
      const { release, ...before } = verbs;
      for (const call of Object.values(before).filter((other) => other !== verbs.redeem))
        for (const caller of [channel.gateway, channel.owner]) await call(caller);
      await verbs.redeem!(channel.gateway);
      await release!(channel.owner);
      check.equal((await h.admin.bindings(channel.owner)).length, 1);
    },
  },
  {
    name: "a gateway takes no binding of another by its name, until nobody it was granted to is valid any more",
    async run(h) {
      const owner = await h.owner();
      const [first, second] = [await h.gateway(owner), await h.gateway(owner)];
      const instance = { provider: "telegram", instance: "support" };
      const { binding } = await h.directory.connect(first, instance, "a.1", CHANNEL_TTL);
      await h.directory.release(first, binding.id, "a.1");
      await check.fails(h.directory.connect(second, instance, "b.1", CHANNEL_TTL), "channel.binding_unknown");
      check.equal((await h.directory.connect(owner, instance, "c.1", CHANNEL_TTL)).binding.id, binding.id, "the owner of the workspace to reach it");
      await h.directory.release(owner, binding.id, "c.1");
      await h.revoke(first);
      check.equal((await h.directory.connect(second, instance, "b.1", CHANNEL_TTL)).binding.id, binding.id, "a token that replaces a revoked one");
      check.equal((await h.threads.behind(second, binding.id)).length, 0);
    },
  },
  {
    name: "deliveries, invitations and people of others do not exist for a gateway, and it changes no settings",
    async run(h) {
      const channel = await aChannel(h);
      const { owner, gateway, binding } = channel;
      const { thread } = await aSpokenThread(h, channel);
      const [delivery] = await h.outbox.put(gateway, binding, thread, [aDelivery()]);
      const invitation = await h.admin.invite(owner, binding, { role: "member" });
      const { id: identity } = await h.directory.redeem(gateway, binding, aPerson(), invitation.code.reveal());
      const stranger = await h.gateway(owner);
      const elsewhere = await h.owner();
      for (const caller of [stranger, elsewhere]) {
        await check.fails(h.outbox.retry(caller, delivery!.id), "channel.delivery_unknown");
        await check.fails(h.outbox.bury(caller, delivery!.id), "channel.delivery_unknown");
      }
      await check.fails(h.admin.changeIdentity(elsewhere, identity, { blocked: true }), "channel.identity_unknown");
      await check.fails(h.admin.update(elsewhere, binding, { enabled: false }), "channel.binding_unknown");
      await check.fails(h.admin.invite(elsewhere, binding, { role: "member" }), "channel.binding_unknown");
      await h.admin.revoke(elsewhere, invitation.pairing.id);
      for (const change of [
        h.admin.update(gateway, binding, { enabled: false }),
        h.admin.changeIdentity(gateway, identity, { role: "admin" }),
        h.admin.invite(gateway, binding, { role: "admin" }),
        h.admin.revoke(gateway, invitation.pairing.id),
      ]) {
        await check.fails(change, "auth.forbidden");
      }
      check.equal((await h.admin.update(owner, binding, { enabled: false })).enabled, false);
    },
  },
  {
    name: "a gateway watches no binding of another",
    async run(h) {
      const channel = await aChannel(h);
      const { session } = await aSpokenThread(h, channel);
      const told: unknown[] = [];
      const stranger = await h.gateway(channel.owner);
      const end = h.threads.watch(stranger, channel.binding, { changed: (...change) => void told.push(change), onGap: () => undefined });
      for (let i = 0; i < 3; i++) {
        await h.publishing.append(channel.owner, { session, epoch: null, events: [some.queued(newId())] });
        await h.threads.behind(channel.gateway, channel.binding);
      }
      end();
      check.equal(told, []);
    },
  },
  {
    name: "people without the right to serve channels reach nothing, of whatever tenant",
    async run(h) {
      const channel = await aChannel(h);
      const verbs = await verbsOf(h, channel);
      const member = { ...channel.owner, principal: { ...channel.owner.principal, role: "member" } as const };
      for (const call of Object.values(verbs)) await check.fails(call(member), "auth.forbidden");
      await check.fails(h.admin.bindings(member), "auth.forbidden");
      await check.fails(h.outbox.list(member, { limit: 1 }), "auth.forbidden");
    },
  },
];
