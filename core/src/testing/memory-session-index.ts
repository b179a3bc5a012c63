import { AppError, type Attention, type SearchHit, type SessionSummary } from "@open-cowork/shared";
import type { TenantContext } from "../kernel/context.js";
import type { SessionIndex } from "../sessions/ports.js";
import { type MemorySession, type MemoryStore, summaryOf } from "./memory-store.js";

export class MemorySessionIndex implements SessionIndex {
  constructor(private readonly store: MemoryStore) {}

  async get(ctx: TenantContext, session: string): Promise<SessionSummary | undefined> {
    const row = this.store.find(ctx.tenant, session);
    return row && !row.deleted ? summaryOf(row) : undefined;
  }

  async list(
    ctx: TenantContext,
    query: { q?: string; archived?: boolean; limit: number; cursor?: string },
  ): Promise<{ items: SessionSummary[]; next?: string }> {
    const after = query.cursor === undefined ? undefined : this.#position(ctx, query.cursor);
    const q = query.q?.toLowerCase() ?? "";
    const rows = this.#live(ctx)
      .filter((row) => row.title.toLowerCase().includes(q) && (query.archived === undefined || row.archived === query.archived))
      .sort(newestFirst)
      .filter((row) => after === undefined || newestFirst(after, row) < 0);
    const items = rows.slice(0, query.limit).map(summaryOf);
    const last = items.at(-1);
    return rows.length > items.length && last ? { items, next: `${last.activeAt}~${last.id}` } : { items };
  }

  async changes(ctx: TenantContext, cursor?: string): Promise<{ items: SessionSummary[]; cursor: string }> {
    const now = String(this.store.rev);
    if (cursor === undefined) return { items: [], cursor: now };
    if (!/^\d+$/.test(cursor)) throw new AppError("request.bad_cursor");
    const rows = this.store.of(ctx.tenant).filter((row) => row.rev > Number(cursor));
    return { items: rows.sort((a, b) => a.rev - b.rev).map(summaryOf), cursor: now };
  }

  async attention(ctx: TenantContext): Promise<Attention[]> {
    return this.#live(ctx)
      .flatMap((row) => [...row.attention.values()].map((request) => ({ ...request, sessionTitle: row.title })))
      .sort((a, b) => a.at - b.at);
  }

  async addSaid(ctx: TenantContext, session: string, texts: readonly { seq: number; at: number; text: string }[]): Promise<void> {
    const row = this.store.find(ctx.tenant, session);
    if (!row || row.deleted) return;
    for (const text of texts) if (!row.said.some(({ seq }) => seq === text.seq)) row.said.push({ ...text });
  }

  async search(ctx: TenantContext, { q, limit }: { q: string; limit: number }): Promise<SearchHit[]> {
    const wanted = words(q);
    if (wanted.length === 0) return [];
    const hits = this.#live(ctx).flatMap(({ id, title, said, createdAt, events }): SearchHit[] => {
      const texts = [...said, ...(title ? [{ seq: events[0]?.seq ?? 1, at: createdAt, text: title }] : [])];
      return texts
        .filter(({ text }) => wanted.every((word) => words(text).some((other) => other.startsWith(word))))
        .map(({ seq, at, text }) => ({ session: id, title, seq, at, snippet: text.slice(0, 200) }));
    });
    return hits.sort((a, b) => b.at - a.at).slice(0, limit);
  }

  async purge(ctx: TenantContext, session: string): Promise<void> {
    const row = this.store.find(ctx.tenant, session);
    if (!row?.deleted) return;
    Object.assign(row, { purged: true, title: "", tags: [], events: [], said: [], checkpoints: [], snapshot: undefined, worker: undefined });
    row.attention.clear();
    row.commands.clear();
    for (const forget of this.store.onPurge) forget(ctx.tenant, session);
  }

  #live(ctx: TenantContext): MemorySession[] {
    return this.store.of(ctx.tenant).filter((row) => !row.deleted);
  }

  #position(ctx: TenantContext, cursor: string): Pick<MemorySession, "activeAt" | "id"> {
    const [, activeAt, id] = /^(\d+)~([A-Za-z0-9_-]+)$/.exec(cursor) ?? [];
    if (activeAt === undefined || id === undefined || !this.store.find(ctx.tenant, id)) throw new AppError("request.bad_cursor");
    return { activeAt: Number(activeAt), id };
  }
}

function newestFirst(a: Pick<MemorySession, "activeAt" | "id">, b: Pick<MemorySession, "activeAt" | "id">): number {
  return b.activeAt - a.activeAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

function words(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}
