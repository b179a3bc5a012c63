import type {
  Binding,
  ChannelIdentity,
  ChannelThread,
  ChatPerson,
  Conversation,
  DELIVERY_STATES,
  Delivery,
  DeliveryInput,
  InboundEvent,
  InboundRecord,
  Interaction,
  Refusal,
  SendOutcome,
  SessionSummary,
} from "@open-cowork/shared";
import type { RequestContext } from "../../kernel/context.js";
import { token } from "../../kernel/token.js";
import type { ChatProfile } from "./provider.js";

/**
 * What a gateway keeps, all of it elsewhere: in the storage of its own host, or at Cloud. A principal with the role `gateway` reaches the bindings
 * granted to its credential and gets `channel.binding_unknown` for all others.
 */

/** The right to serve a binding now. */
export interface BindingLease {
  binding: Binding;
  /** Grows with each change of hands; fences `Outbox.begin`. */
  epoch: number;
}

/** Bindings and the people who were let in. */
export interface ChannelDirectory {
  /**
   * Takes the binding of a provider instance for `holder` (`<node>.<boot>`), made at first sight and granted to the caller. A live holder keeps it
   * (`channel.held`) unless it is an earlier boot of the same node. Lapses after `ttlMs` without `renew`. A binding of others is `channel.binding_unknown`
   * until all credentials it is granted to were revoked or have expired: then it is granted to the caller, so that a token can be replaced.
   */
  connect(ctx: RequestContext, instance: { provider: string; instance: string }, holder: string, ttlMs: number): Promise<BindingLease>;
  /** Keeps the lease and tells who we are on the platform. @throws AppError `channel.held` when another took it */
  renew(ctx: RequestContext, binding: string, holder: string, ttlMs: number, profile?: ChatProfile): Promise<Binding>;
  /** Gives it back at once. Idempotent. */
  release(ctx: RequestContext, binding: string, holder: string): Promise<void>;
  /** Who that is here, blocked people too; someone of the allow-list is let in by this call. Undefined for strangers. */
  identity(ctx: RequestContext, binding: string, person: ChatPerson): Promise<ChannelIdentity | undefined>;
  /**
   * Lets a person in by a code, once; the person it let in gets the same answer again. Their role becomes that of the code if it is higher.
   * @throws AppError `channel.pairing_invalid`, also for a person who is blocked
   */
  redeem(ctx: RequestContext, binding: string, person: ChatPerson, code: string): Promise<ChannelIdentity>;
  /** Counts somebody who was turned away. */
  refused(ctx: RequestContext, binding: string, reason: Refusal["reason"], person: Pick<ChatPerson, "id"> & Partial<ChatPerson>): Promise<void>;
}
export const CHANNEL_DIRECTORY = token<ChannelDirectory>("transport.channel-directory");

/** Conversations and the sessions that speak in them. */
export interface ChannelThreads {
  /** Finds the conversation by its chat and topic, or begins it. */
  thread(ctx: RequestContext, binding: string, conversation: Conversation): Promise<ChannelThread>;
  get(ctx: RequestContext, binding: string, thread: string): Promise<ChannelThread>;
  /**
   * From now on that session speaks in the conversation; `cursor` is its head, so that what was said before is not said again.
   * @throws AppError `session.not_found` for one that does not exist or was deleted
   */
  bind(ctx: RequestContext, binding: string, thread: string, session: string, cursor: number): Promise<ChannelThread>;
  /** Sessions that ever spoke in it and still exist, newest first. */
  history(ctx: RequestContext, binding: string, thread: string): Promise<SessionSummary[]>;
  /** Threads whose session has something beyond their cursor or is at work, or which have deliveries that are not done: what a gateway that starts has to look at. */
  behind(ctx: RequestContext, binding: string): Promise<ChannelThread[]>;
  /** Calls back when the session of a thread has something new, whoever caused it. May miss changes and calls `onGap` then. Returns what ends it. */
  watch(ctx: RequestContext, binding: string, listener: { changed(thread: string, session: string, head: number): void; onGap(): void }): () => void;
}
export const CHANNEL_THREADS = token<ChannelThreads>("transport.channel-threads");

/** Events of platforms, each dealt with once. */
export interface InboundQueue {
  /** Stores new ones, in order, for good. Answers for each whether it was new. */
  claim(ctx: RequestContext, binding: string, events: readonly InboundEvent[]): Promise<("claimed" | "known")[]>;
  /** Those not completed, oldest first, after the given id. */
  pending(ctx: RequestContext, binding: string, page: { limit: number; after?: string }): Promise<InboundRecord[]>;
  /** It was dealt with, and how, in a word or a code. Its content may be forgotten, its key is kept. Idempotent. */
  complete(ctx: RequestContext, binding: string, id: string, outcome: string): Promise<void>;
}
export const INBOUND_QUEUE = token<InboundQueue>("transport.inbound-queue");

/** Messages on their way out. */
export interface Outbox {
  /**
   * Puts messages into a thread and moves its cursor, in one step. A known key gets the content of a higher revision (and is sent again where that was not shown yet);
   * the same or a lower revision changes nothing; one that was given up gets the content and stays given up. The cursor only moves forward, and one beyond the head of
   * the session that speaks now is left alone: it is of a session before it. @returns them as they stand now, in the given order
   */
  put(ctx: RequestContext, binding: string, thread: string, deliveries: readonly DeliveryInput[], cursor?: number): Promise<Delivery[]>;
  /**
   * Notes that a try begins, before a byte leaves. Undefined when there is nothing to send any more, also because its session was deleted. One found in `sending`
   * under an earlier epoch becomes doubtful, unless the try was an edit; asked again under the same epoch nothing changes.
   * @throws AppError `channel.held` for an old epoch
   */
  begin(ctx: RequestContext, binding: string, delivery: string, epoch: number): Promise<Delivery | undefined>;
  /**
   * What became of the try of that revision. delivered: sent, or pending where a newer revision waits, whatever the state was. The others are heard only while it is
   * `sending`. deferred: pending. refused: done, or pending where a newer revision waits. unknown: pending, and doubtful unless it was an edit.
   * @throws AppError `channel.delivery_unknown`, also when its session was deleted meanwhile
   */
  settle(ctx: RequestContext, binding: string, delivery: string, revision: number, outcome: SendOutcome | { state: "dead"; reason: string }): Promise<Delivery>;
  /** Those that are not done (pending, sending), by thread and ordinal. */
  open(ctx: RequestContext, binding: string): Promise<Delivery[]>;
  /** For operators, newest first. */
  list(
    ctx: RequestContext,
    query: { binding?: string; state?: (typeof DELIVERY_STATES)[number]; limit: number; cursor?: string },
  ): Promise<{ items: Delivery[]; next?: string }>;
  /** Sends a refused or dead one again, with all its tries back. @throws AppError `channel.delivery_done` for one that was sent */
  retry(ctx: RequestContext, delivery: string): Promise<Delivery>;
  /** Gives up one that is not done, or was refused. */
  bury(ctx: RequestContext, delivery: string): Promise<Delivery>;
}
export const OUTBOX = token<Outbox>("transport.outbox");

/** Meanings of buttons and codes. */
export interface InteractionBook {
  /** The one of that request in that thread, made at the first call; a lapsed one is replaced by a new one. */
  offer(ctx: RequestContext, binding: string, of: Pick<Interaction, "thread" | "session" | "kind" | "request">, ttlMs: number): Promise<Interaction>;
  /** By the short id, whatever case it was typed in. @throws AppError `channel.interaction_unknown` when it does not exist or has lapsed */
  find(ctx: RequestContext, binding: string, id: string): Promise<Interaction>;
}
export const INTERACTION_BOOK = token<InteractionBook>("transport.interaction-book");
