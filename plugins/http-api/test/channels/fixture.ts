import type { Principal, RequestContext } from "@open-cowork/core/kernel";
import { aConversation, aDelivery, aMessage, aPerson } from "@open-cowork/core/testing";
import { type ChannelIdentity, type Delivery, newId, type PersonRole } from "@open-cowork/shared";
import type { Surface } from "../surface.js";

const TTL = 60_000;

/** A binding that a gateway serves, with a person in it, a conversation, and a session of theirs that speaks there. */
export interface TestBinding {
  token: string;
  gateway: RequestContext;
  /** Who runs the workspace. */
  owner: RequestContext;
  binding: string;
  epoch: number;
  identity: ChannelIdentity;
  thread: string;
  session: string;
}

export async function aBinding(surface: Surface, { role = "member", tenant }: { role?: PersonRole; tenant?: string } = {}): Promise<TestBinding> {
  const { channels, identity: credentials } = surface;
  const { secret: token, principal } = credentials.issue("gateway", tenant);
  const [gateway, owner] = [contextOf(principal), contextOf(credentials.issue("owner", principal.tenant).principal)];
  const { binding, epoch } = await channels.directory.connect(gateway, { provider: "fake", instance: newId().toLowerCase() }, "node.1", TTL);
  const of = { token, gateway, owner, binding: binding.id, epoch };
  const identity = await aMember(surface, of, role);
  return { ...of, identity, ...(await aSpoken(surface, of, identity)) };
}

/** Somebody else who is let in there. */
export async function aMember(surface: Surface, { owner, gateway, binding }: Pick<TestBinding, "owner" | "gateway" | "binding">, role: PersonRole) {
  const { code } = await surface.channels.admin.invite(owner, binding, { role });
  return surface.channels.directory.redeem(gateway, binding, aPerson(), code.reveal());
}

/** A conversation in which a session speaks that the person made. */
export async function aSpoken(surface: Surface, { gateway, binding }: Pick<TestBinding, "gateway" | "binding">, { id, person }: ChannelIdentity) {
  const thread = await surface.channels.threads.thread(gateway, binding, aConversation());
  const session = await surface.thread(gateway.tenant, [], { kind: "channel", id, name: person.name });
  await surface.channels.threads.bind(gateway, binding, thread.id, session, 1);
  return { thread: thread.id, session };
}

/** Ids of one of everything that the routes of channels name. */
export async function everythingOf(surface: Surface, of: TestBinding): Promise<Record<string, string>> {
  const { gateway, owner, binding, thread, session } = of;
  const { channels } = surface;
  await channels.inbound.claim(gateway, binding, [aMessage()]);
  const [[record], [delivery], interaction, { pairing }, artifact] = await Promise.all([
    channels.inbound.pending(gateway, binding, { limit: 1 }),
    channels.outbox.put(gateway, binding, thread, [aDelivery()]) as Promise<[Delivery]>,
    channels.interactions.offer(gateway, binding, { thread, session, kind: "approval", request: "r" }, TTL),
    channels.admin.invite(owner, binding, { role: "member" }),
    surface.artifacts.put(gateway, { name: "a.csv", mime: "text/csv", session }, bytes("a,b"), 10),
  ]);
  return {
    ...{ binding, thread, session, identity: of.identity.id, record: record!.id, delivery: delivery.id },
    ...{ interaction: interaction.id, pairing: pairing.id, artifact: artifact.id },
  };
}

export async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

export function contextOf(principal: Principal): RequestContext {
  return { tenant: principal.tenant, principal, traceId: "test" };
}
