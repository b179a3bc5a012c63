import type { TenantContext } from "@open-cowork/core/kernel";
import type { Checkpoint, CheckpointStore } from "@open-cowork/core/sessions";
import { AppError } from "@open-cowork/shared";
import type { Database } from "../database/pool.js";

const LOAD = { name: "load_checkpoints", text: "select pos, data from load_checkpoints($1,$2)" };
const SAVE = { name: "save_checkpoint", text: "select save_checkpoint($1,$2,$3,$4,$5) as outcome" };

export class PostgresCheckpointStore implements CheckpointStore {
  constructor(private readonly database: Database) {}

  async load(ctx: TenantContext, session: string): Promise<Checkpoint[]> {
    const rows = await this.database.query<{ pos: number; data: Buffer }>(LOAD, [ctx.tenant, session]);
    return rows.map(({ pos, data }) => ({ position: pos, data }));
  }

  async save(ctx: TenantContext, session: string, epoch: number, { position, data }: Checkpoint): Promise<void> {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const [row] = await this.database.query<{ outcome: "ok" | "stale" | "not_found" }>(SAVE, [ctx.tenant, session, epoch, position, bytes]);
    if (row?.outcome !== "ok") throw new AppError(row?.outcome === "stale" ? "authority.stale_epoch" : "session.not_found");
  }
}
