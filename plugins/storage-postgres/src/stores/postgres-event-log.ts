import type { TenantContext } from "@open-cowork/core/kernel";
import { type Append, type Appended, type EventLog, indexPatch } from "@open-cowork/core/sessions";
import { AppError, type SessionEvent, type SessionSummary } from "@open-cowork/shared";
import type { Database } from "../database/pool.js";
import { batchArrays } from "./batch-arrays.js";
import { isPlain, patchValues } from "./patch-values.js";

const APPEND_OUTPUT = { name: "append_output", text: "select last_seq, at_ms from append_output($1,$2,$3,$4,$5,$6,$7)" };
const APPEND_BATCH = { name: "append_batch", text: "select * from append_batch($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)" };
const APPEND_CHECKPOINTED = {
  name: "append_checkpointed",
  text: "select * from append_checkpointed($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)",
};
const READ = { name: "read_events", text: "select * from read_events($1,$2,$3,$4)" };
const SNAPSHOT = { name: "read_snapshot", text: "select seq, view from read_snapshot($1,$2)" };
const SAVE_SNAPSHOT = { name: "save_snapshot", text: "select save_snapshot($1,$2,$3,$4)" };
const HEADS = { name: "session_heads", text: "select tenant, session, head from session_heads($1,$2)" };

interface BatchRow {
  outcome: "ok" | "repeated" | "not_found" | "stale" | "exists";
  first_seq: number;
  at_ms: number;
  first_run: string | null;
  summary: SessionSummary | null;
}
interface EventColumns {
  seq: number;
  at: number;
  epoch: number;
  kind: SessionEvent["kind"];
  run: string | null;
  agent_path: string[] | null;
  body: never;
}

const REFUSALS = { not_found: "session.not_found", stale: "authority.stale_epoch", exists: "session.exists" } as const;
const DEFAULT_LIMIT = 1_000;

export class PostgresEventLog implements EventLog {
  constructor(private readonly database: Database) {}

  async append(ctx: TenantContext, batch: Append): Promise<Appended> {
    if (batch.events.length === 0) throw new Error("an append needs at least one event");
    const patch = indexPatch(batch.events);
    const arrays = batchArrays(batch.events);
    if (batch.epoch !== null && batch.command === undefined && !batch.create && isPlain(patch) && !batch.checkpoints?.length) {
      const values = [ctx.tenant, batch.session, batch.epoch, arrays.kinds, arrays.runs, arrays.paths, arrays.bodies];
      const [row] = await this.database.query<{ last_seq: number | null; at_ms: number }>(APPEND_OUTPUT, values);
      if (row && row.last_seq !== null) return appended(batch, row.last_seq - batch.events.length + 1, row.at_ms);
      // Refused. The other function does the same and says why.
    }
    const { epoch, session, create = false, command, checkpoints = [] } = batch;
    const { kinds, runs, paths, bodies } = arrays;
    const { patch: line, opened, saidAt, saidText, saidWords } = patchValues(patch);
    const claim = [command?.id ?? null, command?.kind ?? null, command?.run ?? null];
    const values = [ctx.tenant, session, epoch, create, ...claim, kinds, runs, paths, bodies, line, opened, saidAt, saidText, saidWords];
    const states = checkpoints.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    const [row] = await (checkpoints.length === 0
      ? this.database.query<BatchRow>(APPEND_BATCH, values)
      : this.database.query<BatchRow>(APPEND_CHECKPOINTED, [...values, checkpoints.map(({ position }) => position), states]));
    if (!row) throw new Error("append_batch answered nothing");
    if (row.outcome === "ok") return appended(batch, row.first_seq, row.at_ms, row.summary ?? undefined);
    if (row.outcome !== "repeated") throw new AppError(REFUSALS[row.outcome]);
    const run = row.first_run === null ? {} : { run: row.first_run };
    return { from: row.first_seq, to: row.first_seq, at: row.at_ms, events: [], repeated: true, ...run };
  }

  async read(ctx: TenantContext, session: string, { after, limit = DEFAULT_LIMIT }: { after: number; limit?: number }): Promise<SessionEvent[]> {
    const rows = await this.database.query<EventColumns>(READ, [ctx.tenant, session, after, limit]);
    return rows.map(({ seq, at, epoch, kind, run, agent_path, body }) => {
      const event = { kind, body, seq, at, epoch } as SessionEvent;
      if (run !== null) event.run = run;
      if (agent_path !== null) event.agentPath = agent_path;
      return event;
    });
  }

  async snapshot(ctx: TenantContext, session: string): Promise<{ seq: number; json: string } | undefined> {
    const [row] = await this.database.query<{ seq: number; view: string }>(SNAPSHOT, [ctx.tenant, session]);
    return row && { seq: row.seq, json: row.view };
  }

  async saveSnapshot(ctx: TenantContext, session: string, snapshot: { seq: number; json: string }): Promise<void> {
    await this.database.query(SAVE_SNAPSHOT, [ctx.tenant, session, snapshot.seq, snapshot.json]);
  }

  async heads(sessions: { tenant: string; session: string }[]): Promise<{ tenant: string; session: string; head: number }[]> {
    if (sessions.length === 0) return [];
    return this.database.query(HEADS, [sessions.map(({ tenant }) => tenant), sessions.map(({ session }) => session)]);
  }
}

function appended(batch: Append, from: number, at: number, summary?: SessionSummary): Appended {
  const epoch = batch.epoch ?? 0;
  const events = batch.events.map((event, i): SessionEvent => ({ ...event, seq: from + i, at, epoch }));
  return { from, to: from + events.length - 1, at, events, repeated: false, ...(summary ? { summary } : {}) };
}
