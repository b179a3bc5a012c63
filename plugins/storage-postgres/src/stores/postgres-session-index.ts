import type { TenantContext } from "@open-cowork/core/kernel";
import type { SessionIndex } from "@open-cowork/core/sessions";
import { AppError, type Attention, type SearchHit, type SessionSummary } from "@open-cowork/shared";
import type { Database } from "../database/pool.js";
import { containing, searchQuery, searchWords, storable } from "./text.js";

const GET = { name: "get_session", text: "select get_session($1,$2) as summary" };
const LIST = { name: "list_sessions", text: "select summary from list_sessions($1,$2,$3,$4,$5,$6)" };
const CHANGES = { name: "session_changes", text: "select items, cursor from session_changes($1,$2)" };
const ATTENTION = { name: "list_attention", text: "select * from list_attention($1)" };
const ADD_SAID = { name: "add_said", text: "select add_said($1,$2,$3,$4,$5,$6)" };
const SEARCH = { name: "search_said", text: "select * from search_said($1,$2,$3,$4)" };
const PURGE = { name: "purge_session", text: "select purge_session($1,$2)" };
const SERVER = { name: "server_id", text: "select system_identifier::text as id from pg_control_system()" };

/** Above every transaction number: asks for the cursor alone. */
const NOTHING_YET = "9223372036854775807";

export class PostgresSessionIndex implements SessionIndex {
  #server: Promise<string> | undefined;

  constructor(private readonly database: Database) {}

  async get(ctx: TenantContext, session: string): Promise<SessionSummary | undefined> {
    const [row] = await this.database.query<{ summary: SessionSummary | null }>(GET, [ctx.tenant, session]);
    return row?.summary ?? undefined;
  }

  async list(
    ctx: TenantContext,
    query: { q?: string; archived?: boolean; limit: number; cursor?: string },
  ): Promise<{ items: SessionSummary[]; next?: string }> {
    const after = query.cursor === undefined ? undefined : parsePosition(query.cursor);
    const like = query.q ? containing(query.q) : null;
    const values = [ctx.tenant, like, query.archived ?? null, query.limit + 1, after?.at ?? null, after?.id ?? null];
    const rows = await this.database.query<{ summary: SessionSummary }>(LIST, values);
    const items = rows.slice(0, query.limit).map(({ summary }) => summary);
    const last = items.at(-1);
    return rows.length > query.limit && last ? { items, next: `${last.activeAt}~${last.id}` } : { items };
  }

  async changes(ctx: TenantContext, cursor?: string): Promise<{ items: SessionSummary[]; cursor: string }> {
    // Transaction numbers mean nothing on another server, such as one restored from a dump: the cursor says where it is from.
    const server = await (this.#server ??= this.#serverId());
    const since = cursor === undefined ? NOTHING_YET : parseRevision(cursor, server);
    const [row] = await this.database.query<{ items: SessionSummary[]; cursor: string }>(CHANGES, [ctx.tenant, since]);
    if (!row) throw new Error("session_changes answered nothing");
    return { items: row.items, cursor: `${row.cursor}.${server}` };
  }

  async attention(ctx: TenantContext): Promise<Attention[]> {
    type Row = { kind: Attention["kind"]; session: string; title: string; run: string | null; at: number; request: never };
    const rows = await this.database.query<Row>(ATTENTION, [ctx.tenant]);
    return rows.map(({ kind, session, title, run, at, request }) => ({ kind, session, sessionTitle: title, at, request, ...(run === null ? {} : { run }) }));
  }

  async addSaid(ctx: TenantContext, session: string, texts: readonly { seq: number; at: number; text: string }[]): Promise<void> {
    const said = texts.filter(({ text }) => text !== "");
    if (said.length === 0) return;
    const columns = [said.map(({ seq }) => seq), said.map(({ at }) => at), said.map(({ text }) => storable(text)), said.map(({ text }) => searchWords(text))];
    await this.database.query(ADD_SAID, [ctx.tenant, session, ...columns]);
  }

  async search(ctx: TenantContext, { q, limit }: { q: string; limit: number }): Promise<SearchHit[]> {
    const wanted = searchQuery(q);
    return wanted ? this.database.query<SearchHit>(SEARCH, [ctx.tenant, wanted.query, wanted.first, limit]) : [];
  }

  async purge(ctx: TenantContext, session: string): Promise<void> {
    await this.database.query(PURGE, [ctx.tenant, session]);
  }

  async #serverId(): Promise<string> {
    const [row] = await this.database.query<{ id: string }>(SERVER, []);
    return BigInt(row?.id ?? 0).toString(36);
  }
}

function parsePosition(cursor: string): { at: number; id: string } {
  const [, at, id] = /^(\d{1,15})~([A-Za-z0-9_-]{1,64})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw new AppError("request.bad_cursor");
  return { at: Number(at), id };
}

function parseRevision(cursor: string, server: string): string {
  const [, revision, from] = /^(\d{1,18})\.([a-z0-9]+)$/.exec(cursor) ?? [];
  if (revision === undefined || from !== server) throw new AppError("request.bad_cursor");
  return revision;
}
