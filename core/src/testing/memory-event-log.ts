import { AppError, type Attention, type SessionEvent } from "@open-cowork/shared";
import type { TenantContext } from "../kernel/context.js";
import { type IndexPatch, indexPatch } from "../sessions/index-patch.js";
import type { Append, Appended, EventLog } from "../sessions/ports.js";
import { type MemorySession, type MemoryStore, summaryOf } from "./memory-store.js";

export class MemoryEventLog implements EventLog {
  constructor(private readonly store: MemoryStore) {}

  async append(ctx: TenantContext, batch: Append): Promise<Appended> {
    if (batch.events.length === 0) throw new Error("an append needs at least one event");
    const existing = this.store.find(ctx.tenant, batch.session);
    const first = batch.command && existing?.commands.get(batch.command.id);
    if (first) return { from: first.from, to: first.from, at: first.at, events: [], repeated: true, ...(first.run === undefined ? {} : { run: first.run }) };
    if (batch.create && existing) throw new AppError("session.exists");
    const patch = indexPatch(batch.events);
    if (!batch.create) admit(this.store.get(ctx.tenant, batch.session), batch, patch);
    else if (patch.closed.length > 0) throw notPending(patch.closed[0]!.kind);

    const session = existing ?? this.store.create(ctx.tenant, batch.session);
    const at = this.store.clock.now();
    const from = session.events.length + 1;
    const events = batch.events.map((event, i): SessionEvent => ({ ...event, seq: from + i, at, epoch: batch.epoch ?? 0 }));
    session.events.push(...events);
    const to = session.events.length;
    if (batch.command) session.commands.set(batch.command.id, { from, at, ...(batch.command.run === undefined ? {} : { run: batch.command.run }) });
    applyPatch(session, patch, { from, to, at });
    for (const { position, data } of batch.checkpoints ?? [])
      if (!session.checkpoints.some((known) => known.position === position)) session.checkpoints.push({ position, data: data.slice() });
    if (patch.touches) session.rev = ++this.store.rev;
    return { from, to, at, events, repeated: false, ...(patch.touches ? { summary: summaryOf(session) } : {}) };
  }

  async read(ctx: TenantContext, session: string, { after, limit = 1000 }: { after: number; limit?: number }): Promise<SessionEvent[]> {
    return this.store.get(ctx.tenant, session).events.slice(after, after + limit);
  }

  async snapshot(ctx: TenantContext, session: string): Promise<{ seq: number; json: string } | undefined> {
    return this.store.get(ctx.tenant, session).snapshot;
  }

  async saveSnapshot(ctx: TenantContext, session: string, snapshot: { seq: number; json: string }): Promise<void> {
    const row = this.store.get(ctx.tenant, session);
    if (!row.snapshot || snapshot.seq > row.snapshot.seq) row.snapshot = { ...snapshot };
  }

  async heads(sessions: { tenant: string; session: string }[]): Promise<{ tenant: string; session: string; head: number }[]> {
    return sessions.flatMap(({ tenant, session }) => {
      const row = this.store.find(tenant, session);
      return row && !row.purged ? [{ tenant, session, head: row.events.length }] : [];
    });
  }
}

/** Everything that can refuse the batch, before anything is changed. */
function admit(session: MemorySession, batch: Append, patch: IndexPatch): void {
  if (batch.epoch === null && session.deleted) throw new AppError("session.not_found");
  if (batch.epoch !== null && (batch.epoch !== session.epoch || session.worker === undefined)) throw new AppError("authority.stale_epoch");
  for (const { id, kind } of patch.closed) {
    const open = session.attention.get(id)?.kind === kind || patch.opened.some((request) => request.id === id && request.kind === kind);
    if (!open) throw notPending(kind);
  }
}

function notPending(kind: Attention["kind"]): AppError {
  return new AppError(kind === "approval" ? "approval.not_pending" : "question.not_pending");
}

function applyPatch(session: MemorySession, patch: IndexPatch, { from, to, at }: { from: number; to: number; at: number }): void {
  session.title = patch.title ?? session.title;
  session.pinned = patch.pinned ?? session.pinned;
  session.archived = patch.archived ?? session.archived;
  session.deleted = patch.deleted ?? session.deleted;
  session.tags = patch.tags ?? session.tags;
  session.queued += patch.queued;
  session.last = patch.last ?? session.last;
  if (patch.active !== undefined) session.active = patch.active;
  if (patch.active?.state === "waiting") session.waitSeq = to;
  for (const { id, kind, run, request } of patch.opened)
    session.attention.set(id, { kind, session: session.id, sessionTitle: "", at, request, ...(run === undefined ? {} : { run }) } as Attention);
  for (const { id } of patch.closed) session.attention.delete(id);
  for (const said of patch.said) session.said.push({ seq: from + said.at, at, text: said.text });
  if (patch.activity) session.activeAt = at;
  if (patch.wakes) session.wakeSeq = to;
}
