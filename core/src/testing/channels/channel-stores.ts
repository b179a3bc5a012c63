import { type ChatPerson, type Conversation, type DeliveryInput, type InboundMessage, newId } from "@open-cowork/shared";
import { LocalChannelThreads } from "../../channels/local-channel-threads.js";
import type { ChannelThreadRows } from "../../channels/ports.js";
import type { Clock } from "../../kernel/clock.js";
import type { RequestContext } from "../../kernel/context.js";
import { silentLog } from "../../kernel/log.js";
import { PublishingLog } from "../../sessions/publishing-log.js";
import type { ChannelAccess } from "../../transport/channels/access.js";
import type { ChannelAdmin } from "../../transport/channels/home.js";
import type { ChannelDirectory, ChannelThreads, InboundQueue, InteractionBook, Outbox } from "../../transport/channels/stores.js";
import { LocalBus } from "../../transport/local-bus.js";
import { aContext, some } from "../contexts.js";
import { FixedClock } from "../fixed-clock.js";
import { memoryStores, type SessionStores } from "../session-stores.js";
import { MemoryChannelAccess } from "./memory-channel-access.js";
import { MemoryChannelAdmin } from "./memory-channel-admin.js";
import { MemoryChannelDirectory } from "./memory-channel-directory.js";
import { MemoryChannelStore } from "./memory-channel-store.js";
import { MemoryChannelThreadRows } from "./memory-channel-thread-rows.js";
import { MemoryInboundQueue } from "./memory-inbound-queue.js";
import { MemoryInteractionBook } from "./memory-interaction-book.js";
import { MemoryOutbox } from "./memory-outbox.js";

/** The ports of the durable side of channels, over the same rows. */
export interface ChannelStores {
  directory: ChannelDirectory;
  admin: ChannelAdmin;
  threads: ChannelThreads;
  inbound: InboundQueue;
  outbox: Outbox;
  interactions: InteractionBook;
}

/** What the suites of these ports need of an implementation. */
export interface ChannelStoresHarness extends ChannelStores {
  /** Where the sessions of the same workspace are. */
  sessions: Pick<SessionStores, "log" | "index">;
  /** Says on the workspace's bus what it appends to the log. */
  publishing: Pick<PublishingLog, "append">;
  /** An owner of a tenant that nobody else uses. */
  owner(): Promise<RequestContext>;
  /** A gateway of that tenant, with a credential of its own. */
  gateway(of: RequestContext): Promise<RequestContext>;
  /** That credential is valid no longer. */
  revoke(ctx: RequestContext): Promise<void>;
  /** Lets leases, invitations and interactions of the tenant age by so many milliseconds. */
  elapse(ctx: RequestContext, ms: number): Promise<void>;
}

/** All of them over one memory, and over the sessions of `stores`. */
export function memoryChannels(
  stores = memoryStores(),
  bus = new LocalBus(),
): ChannelStores & { access: ChannelAccess; store: MemoryChannelStore; threadRows: ChannelThreadRows } {
  const store = new MemoryChannelStore(stores.store);
  const threadRows = new MemoryChannelThreadRows(store);
  return {
    store,
    threadRows,
    directory: new MemoryChannelDirectory(store),
    access: new MemoryChannelAccess(store),
    admin: new MemoryChannelAdmin(store),
    threads: new LocalChannelThreads({ rows: threadRows, bus, log: silentLog }),
    inbound: new MemoryInboundQueue(store),
    outbox: new MemoryOutbox(store),
    interactions: new MemoryInteractionBook(store),
  };
}

export function memoryChannelHarness(clock: Clock & Pick<FixedClock, "advance"> = new FixedClock()): ChannelStoresHarness & { access: ChannelAccess } {
  const [sessions, bus] = [memoryStores(clock), new LocalBus()];
  const channels = memoryChannels(sessions, bus);
  return {
    ...channels,
    sessions,
    publishing: new PublishingLog(sessions.log, bus),
    owner: async () => aContext(),
    gateway: async ({ tenant }) => aContext({ tenant, role: "gateway" }),
    revoke: async ({ principal }) => void channels.store.revoked.add(principal.credential),
    elapse: (_ctx, ms) => clock.advance(ms),
  };
}

/** Long beside what a test takes. */
export const CHANNEL_TTL = 60_000;

/** A binding that a gateway of a fresh tenant serves. */
export interface TestChannel {
  owner: RequestContext;
  gateway: RequestContext;
  binding: string;
  epoch: number;
}

export async function aChannel({ directory, owner: anOwner, gateway: aGateway }: ChannelStoresHarness, of?: RequestContext): Promise<TestChannel> {
  const owner = of ?? (await anOwner());
  const gateway = await aGateway(owner);
  const { binding, epoch } = await directory.connect(gateway, { provider: "fake", instance: newId().toLowerCase() }, "node.1", CHANNEL_TTL);
  return { owner, gateway, binding: binding.id, epoch };
}

export function aPerson(over: Partial<ChatPerson> = {}): ChatPerson {
  return { id: newId(), name: "Ann", ...over };
}

export function aConversation(over: Partial<Conversation> = {}): Conversation {
  return { chat: newId(), kind: "direct", ...over };
}

export function aMessage(key: string = newId(), over: Partial<InboundMessage> = {}): InboundMessage {
  const said = { conversation: aConversation(), person: aPerson(), at: 1_767_225_600_123, text: "Hello", files: [], addressed: true };
  return { type: "message", key, ...said, ...over };
}

export function aDelivery(key: string = newId(), over: Partial<DeliveryInput> & { text?: string } = {}): DeliveryInput {
  const { text = "Hello", ...rest } = over;
  return { key, ordinal: 0, revision: 1, content: { text, buttons: [] }, ...rest };
}

/** A thread of the channel with a new session in it; its cursor is at the head of the log. */
export async function aSpokenThread(h: ChannelStoresHarness, { gateway, binding }: TestChannel): Promise<{ thread: string; session: string }> {
  const { id: thread } = await h.threads.thread(gateway, binding, aConversation());
  const session = newId();
  const { to } = await h.publishing.append(gateway, { session, epoch: null, create: true, events: [some.created("A thread")] });
  await h.threads.bind(gateway, binding, thread, session, to);
  return { thread, session };
}
