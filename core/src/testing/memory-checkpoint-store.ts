import { AppError } from "@open-cowork/shared";
import type { TenantContext } from "../kernel/context.js";
import type { Checkpoint, CheckpointStore } from "../sessions/ports.js";
import type { MemoryStore } from "./memory-store.js";

export class MemoryCheckpointStore implements CheckpointStore {
  constructor(private readonly store: MemoryStore) {}

  async load(ctx: TenantContext, session: string): Promise<Checkpoint[]> {
    const rows = this.store.find(ctx.tenant, session)?.checkpoints ?? [];
    return [...rows].sort((a, b) => a.position - b.position);
  }

  async save(ctx: TenantContext, session: string, epoch: number, checkpoint: Checkpoint): Promise<void> {
    const row = this.store.get(ctx.tenant, session);
    if (row.epoch !== epoch || row.worker === undefined) throw new AppError("authority.stale_epoch");
    if (row.checkpoints.some(({ position }) => position === checkpoint.position)) return;
    row.checkpoints.push({ position: checkpoint.position, data: checkpoint.data.slice() });
  }
}
