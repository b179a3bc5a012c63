import { AppError, type ChannelThread, type Conversation, newId, type SessionSummary } from "@open-cowork/shared";
import type { ChannelThreadRows } from "../../channels/ports.js";
import type { RequestContext } from "../../kernel/context.js";
import { summaryOf } from "../memory-store.js";
import type { MemoryChannelStore, MemoryThread } from "./memory-channel-store.js";

export class MemoryChannelThreadRows implements ChannelThreadRows {
  constructor(private readonly store: MemoryChannelStore) {}

  async thread(ctx: RequestContext, binding: string, conversation: Conversation): Promise<ChannelThread> {
    this.store.reach(ctx, binding);
    const isIt = ({ chat, topic = "" }: Conversation) => chat === conversation.chat && topic === (conversation.topic ?? "");
    const known = this.#of(ctx, binding).find((row) => isIt(row.conversation));
    if (known) {
      known.conversation = { ...conversation };
      return this.#threadOf(known);
    }
    const createdAt = this.store.clock.now();
    const row: MemoryThread = {
      tenant: ctx.tenant,
      id: newId(createdAt),
      binding,
      conversation: { ...conversation },
      cursor: 0,
      createdAt,
      sessions: [],
    };
    this.store.threads.push(row);
    return this.#threadOf(row);
  }

  async get(ctx: RequestContext, binding: string, thread: string): Promise<ChannelThread> {
    return this.#threadOf(this.store.thread(ctx, binding, thread));
  }

  async bind(ctx: RequestContext, binding: string, thread: string, session: string, cursor: number): Promise<ChannelThread> {
    const row = this.store.thread(ctx, binding, thread);
    if (!this.store.speaker({ ...row, session })) throw new AppError("session.not_found");
    Object.assign(row, { session, cursor, sessions: [...row.sessions.filter((id) => id !== session), session] });
    return this.#threadOf(row);
  }

  async history(ctx: RequestContext, binding: string, thread: string): Promise<SessionSummary[]> {
    const { tenant, sessions } = this.store.thread(ctx, binding, thread);
    const rows = sessions.map((session) => this.store.speaker({ tenant, session })).filter((row) => row !== undefined);
    return rows.reverse().map(summaryOf);
  }

  async behind(ctx: RequestContext, binding: string): Promise<ChannelThread[]> {
    this.store.reach(ctx, binding);
    return this.#of(ctx, binding)
      .filter((row) => this.store.isBehind(row))
      .map((row) => this.#threadOf(row));
  }

  async speaking(ctx: RequestContext, binding: string, sessions: readonly string[]): Promise<{ thread: string; session: string; head: number }[]> {
    this.store.reach(ctx, binding);
    return this.#of(ctx, binding).flatMap((row) => {
      const speaker = this.store.speaker(row);
      return speaker && sessions.includes(speaker.id) ? [{ thread: row.id, session: speaker.id, head: summaryOf(speaker).headSeq }] : [];
    });
  }

  #of({ tenant }: RequestContext, binding: string): MemoryThread[] {
    return this.store.threads.filter((row) => row.tenant === tenant && row.binding === binding);
  }

  #threadOf(row: MemoryThread): ChannelThread {
    const { id, binding, conversation, cursor, createdAt } = row;
    return { id, binding, conversation: { ...conversation }, session: this.store.speaker(row)?.id, cursor, createdAt };
  }
}
