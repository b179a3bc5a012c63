import { channelsOf } from "@open-cowork/cloud-client/channels";
import type { RequestContext } from "@open-cowork/core/kernel";
import {
  aContext,
  type ChannelStores,
  type ChannelStoresHarness,
  channelConformance,
  checkConcurrentClaims,
  checkDelivery,
  type OutboxStep,
} from "@open-cowork/core/testing";
import type { ChannelAdmin } from "@open-cowork/core/transport";
import { type NewEvent, newId, Secret } from "@open-cowork/shared";
import fc from "fast-check";
import { CloudSide, type LinkPorts } from "./cloud-side.js";

type Harness = ChannelStoresHarness & { close(): Promise<void> };
type Verb = (ctx: RequestContext, ...args: unknown[]) => unknown;

/** The suites of the channel ports, with HTTP between the caller and the stores. */
describe("channel ports at Cloud", function () {
  this.timeout(60_000);
  channelConformance({ describe, it }, harness);

  it("any interleaving of claims claims each key once", async () => {
    const h = await harness();
    const batch = fc.record({ keys: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 5 }), lost: fc.boolean() });
    const callers = fc.array(fc.array(batch, { maxLength: 4 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(callers, (plan) => checkConcurrentClaims(h, plan)),
      { numRuns: 30 },
    );
    await h.close();
  });

  it("any course of a message ends with its newest revision shown, or given up", async () => {
    const h = await harness();
    const outcome = fc.constantFrom("delivered", "deferred", "refused", "lost", "dropped");
    const attempt = fc.record({ do: fc.constant("try"), outcome, crash: fc.boolean(), put: fc.boolean() });
    const step: fc.Arbitrary<OutboxStep> = fc.oneof(attempt, fc.record({ do: fc.constantFrom("put", "retry", "bury", "stale") }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), (steps) => checkDelivery(h, steps)),
      { numRuns: 50 },
    );
    await h.close();
  });
});

async function harness(): Promise<Harness> {
  const cloud = await CloudSide.start();
  const { channels, stores, publishing, clock, identity } = cloud.surface;
  return {
    ...overHttp(cloud),
    admin: adminOverHttp(cloud),
    sessions: stores,
    publishing: {
      async append(ctx, batch) {
        // Requests that are on their way get on, and a stream is open sometime.
        await new Promise((resolve) => setImmediate(resolve));
        const events = batch.create ? madeByPerson(cloud, ctx as RequestContext, batch.events) : batch.events;
        return publishing.append(ctx, { ...batch, events });
      },
    },
    owner: async () => aContext(),
    gateway: async ({ tenant }) => aContext({ tenant, role: "gateway" }),
    async revoke({ principal: { credential } }) {
      channels.store.revoked.add(credential);
      identity.revoke(credential);
    },
    elapse: (_ctx, ms) => clock.advance(ms),
    close: () => cloud.stop(),
  };
}

/** Each call goes by the link of the gateway that makes it. */
function overHttp(cloud: CloudSide): Omit<ChannelStores, "admin"> {
  const port = <K extends "directory" | "threads" | "inbound" | "outbox" | "interactions">(name: K): LinkPorts[K] => {
    const verb =
      (key: string) =>
      async (ctx: RequestContext, ...args: unknown[]) =>
        (((await cloud.link(ctx))[name] as unknown as Record<string, Verb>)[key] as Verb).call((await cloud.link(ctx))[name], ctx, ...args);
    return new Proxy({}, { get: (_target, key) => verb(String(key)) }) as LinkPorts[K];
  };
  const threads = port("threads");
  const watch: LinkPorts["threads"]["watch"] = (ctx, binding, listener) => {
    const end = cloud.link(ctx).then((link) => link.threads.watch(ctx, binding, listener));
    return () => void end.then((stop) => stop());
  };
  return {
    ...{ directory: port("directory"), inbound: port("inbound"), outbox: port("outbox"), interactions: port("interactions") },
    threads: new Proxy(threads, { get: (target, key) => (key === "watch" ? watch : Reflect.get(target, key)) }),
  };
}

/** Settings are changed over HTTP. A gateway reads no people, invitations and refusals there, so what the suites say of that is asked of the stores. */
function adminOverHttp(cloud: CloudSide): ChannelAdmin {
  const { admin } = cloud.surface.channels;
  const of = (ctx: RequestContext) => channelsOf(cloud.client(ctx));
  const isGateway = ({ principal }: RequestContext) => principal.role === "gateway";
  return {
    bindings: (ctx) => of(ctx).bindings(),
    update: (ctx, binding, change) => of(ctx).update(binding, change),
    identities: (ctx, binding) => (isGateway(ctx) ? admin.identities(ctx, binding) : of(ctx).identities(binding)),
    changeIdentity: (ctx, person, change) => of(ctx).changeIdentity(person, change),
    invite: async (ctx, binding, input) => {
      const { pairing, code } = await of(ctx).invite(binding, input);
      return { pairing, code: new Secret(code, "channel.pairing") };
    },
    pairings: (ctx, binding) => (isGateway(ctx) ? admin.pairings(ctx, binding) : of(ctx).pairings(binding)),
    revoke: (ctx, pairing) => of(ctx).revokePairing(pairing),
    refusals: (ctx, binding) => (isGateway(ctx) ? admin.refusals(ctx, binding) : of(ctx).refusals(binding)),
  };
}

/** The suites let anybody's session speak in a thread; over HTTP a gateway binds what people of its binding made, so such a person has made it. */
function madeByPerson({ surface }: CloudSide, { tenant, principal }: RequestContext, events: NewEvent[]): NewEvent[] {
  const { store } = surface.channels;
  const binding = store.bindings.find(({ granted }) => granted.has(principal.credential))?.id;
  if (principal.role !== "gateway" || binding === undefined) return events;
  const person = { id: newId(), name: "Ann" };
  const identity = { tenant, id: newId(), binding, person, role: "member", blocked: false, createdAt: 1 } as const;
  store.identities.push(identity);
  const by = { kind: "channel", id: identity.id, name: person.name } as const;
  return events.map((event) => (event.kind === "session.created" ? { ...event, body: { ...event.body, by } } : event));
}
