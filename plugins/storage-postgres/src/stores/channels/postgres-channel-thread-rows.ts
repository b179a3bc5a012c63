import { type ChannelThreadRows, grantee } from "@open-cowork/core/channels";
import type { RequestContext } from "@open-cowork/core/kernel";
import type { ChannelThread, Conversation, SessionSummary } from "@open-cowork/shared";
import { newId } from "@open-cowork/shared";
import type { Database, Statement } from "../../database/pool.js";
import type { ChannelThreadRow } from "../../entities/channel-threads.js";
import { storable } from "../text.js";
import { type Columns, rowOf, threadOf } from "./channel-rows.js";

const OPEN = { name: "open_thread", text: "select * from open_thread($1,$2,$3,$4,$5,$6,$7,$8)" };
const GET = { name: "get_thread", text: "select * from get_thread($1,$2,$3,$4)" };
const BIND = { name: "bind_thread", text: "select * from bind_thread($1,$2,$3,$4,$5,$6)" };
const HISTORY = { name: "thread_history", text: "select summary from thread_history($1,$2,$3,$4,$5)" };
const BEHIND = { name: "threads_behind", text: "select * from threads_behind($1,$2,$3)" };
const SPEAKING = { name: "threads_speaking", text: "select * from threads_speaking($1,$2,$3,$4)" };

/** More than anybody looks through in a chat. */
const MAX_HISTORY = 100;

export class PostgresChannelThreadRows implements ChannelThreadRows {
  constructor(private readonly database: Database) {}

  async thread(ctx: RequestContext, binding: string, { chat, topic = "", kind, title }: Conversation): Promise<ChannelThread> {
    const values = [newId(), storable(chat), storable(topic), kind, title === undefined ? null : storable(title)];
    return this.#one(OPEN, ctx, binding, values);
  }

  async get(ctx: RequestContext, binding: string, thread: string): Promise<ChannelThread> {
    return this.#one(GET, ctx, binding, [thread]);
  }

  async bind(ctx: RequestContext, binding: string, thread: string, session: string, cursor: number): Promise<ChannelThread> {
    return this.#one(BIND, ctx, binding, [thread, session, cursor]);
  }

  async history(ctx: RequestContext, binding: string, thread: string): Promise<SessionSummary[]> {
    const values = [ctx.tenant, grantee(ctx), binding, thread, MAX_HISTORY];
    return (await this.database.query<{ summary: SessionSummary }>(HISTORY, values)).map(({ summary }) => summary);
  }

  async behind(ctx: RequestContext, binding: string): Promise<ChannelThread[]> {
    const rows = await this.database.query<Columns>(BEHIND, [ctx.tenant, grantee(ctx), binding]);
    return rows.map((row) => threadOf(rowOf(row)));
  }

  async speaking(ctx: RequestContext, binding: string, sessions: readonly string[]): Promise<{ thread: string; session: string; head: number }[]> {
    return this.database.query(SPEAKING, [ctx.tenant, grantee(ctx), binding, sessions]);
  }

  async #one(statement: Statement, ctx: RequestContext, binding: string, values: unknown[]): Promise<ChannelThread> {
    const [row] = await this.database.query<Columns>(statement, [ctx.tenant, grantee(ctx), binding, ...values]);
    if (!row) throw new Error(`${statement.name} answered nothing`);
    return threadOf(rowOf<ChannelThreadRow>(row));
  }
}
