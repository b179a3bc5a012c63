import { grantee } from "@open-cowork/core/channels";
import type { RequestContext } from "@open-cowork/core/kernel";
import type { InboundQueue } from "@open-cowork/core/transport";
import { type InboundEvent, type InboundRecord, newId } from "@open-cowork/shared";
import type { Database } from "../../database/pool.js";
import { binaryTextArray } from "../batch-arrays.js";
import { storable } from "../text.js";

const CLAIM = { name: "claim_inbound", text: "select claimed from claim_inbound($1,$2,$3,$4,$5,$6)" };
const PENDING = { name: "pending_inbound", text: "select * from pending_inbound($1,$2,$3,$4,$5)" };
const COMPLETE = { name: "complete_inbound", text: "select complete_inbound($1,$2,$3,$4,$5)" };

const MAX_OUTCOME = 200;

export class PostgresInboundQueue implements InboundQueue {
  constructor(private readonly database: Database) {}

  async claim(ctx: RequestContext, binding: string, events: readonly InboundEvent[]): Promise<("claimed" | "known")[]> {
    const now = Date.now();
    const ids = events.map(() => newId(now));
    const keys = events.map(({ key }) => storable(key));
    const bodies = binaryTextArray(events.map((event) => JSON.stringify(event)));
    const rows = await this.database.query<{ claimed: string }>(CLAIM, [ctx.tenant, grantee(ctx), binding, ids, keys, bodies]);
    const claimed = new Set(rows.map((row) => row.claimed));
    return ids.map((id) => (claimed.has(id) ? "claimed" : "known"));
  }

  async pending(ctx: RequestContext, binding: string, { limit, after }: { limit: number; after?: string }): Promise<InboundRecord[]> {
    type Row = { id: string; event: InboundEvent; received_at: number };
    const rows = await this.database.query<Row>(PENDING, [ctx.tenant, grantee(ctx), binding, limit, after ?? null]);
    return rows.map(({ id, event, received_at }) => ({ id, binding, event, receivedAt: received_at }));
  }

  async complete(ctx: RequestContext, binding: string, id: string, outcome: string): Promise<void> {
    await this.database.query(COMPLETE, [ctx.tenant, grantee(ctx), binding, id, storable(outcome.slice(0, MAX_OUTCOME))]);
  }
}
