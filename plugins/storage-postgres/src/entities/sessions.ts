import { EntitySchema } from "typeorm";
import { bigintColumn, countColumn, flagColumn, optionalId, primaryId, textColumn } from "./columns.js";

export interface SessionRow {
  tenant: string;
  id: string;
  title: string;
  pinned: boolean;
  archived: boolean;
  deleted: boolean;
  /** Content removed; the row stays so that the id is never used again and `changes` can tell. */
  purged: boolean;
  tags: string[];
  createdAt: number;
  activeAt: number;
  headSeq: number;
  activeRun: string | null;
  activeState: "running" | "waiting" | null;
  queued: number;
  lastRun: string | null;
  attention: number;
  /** Transaction that last changed the list line. */
  rev: number;
  epoch: number;
  worker: string | null;
  leaseUntil: Date | null;
  wakeSeq: number;
  seenSeq: number;
  waitSeq: number;
}
export const SessionEntity = new EntitySchema<SessionRow>({
  name: "session",
  tableName: "sessions",
  columns: {
    tenant: primaryId(),
    id: primaryId(),
    title: { ...textColumn(), default: "" },
    pinned: flagColumn,
    archived: flagColumn,
    deleted: flagColumn,
    purged: flagColumn,
    tags: { type: "text", array: true, default: "{}" },
    createdAt: bigintColumn("created_at"),
    activeAt: bigintColumn("active_at"),
    headSeq: countColumn("head_seq"),
    activeRun: { ...textColumn("active_run"), nullable: true },
    activeState: { ...textColumn("active_state"), nullable: true },
    queued: { type: "integer", default: 0 },
    lastRun: { ...textColumn("last_run"), nullable: true },
    attention: { type: "integer", default: 0 },
    rev: countColumn(),
    epoch: { type: "integer", default: 0 },
    worker: optionalId(),
    leaseUntil: { type: "timestamptz", name: "lease_until", nullable: true },
    wakeSeq: countColumn("wake_seq"),
    seenSeq: countColumn("seen_seq"),
    waitSeq: countColumn("wait_seq"),
  },
  // Partial and descending indexes are beyond what an entity can say; the migration is their only source.
  indices: [
    { name: "sessions_activity", synchronize: false },
    { name: "sessions_rev", columns: ["tenant", "rev"] },
    { name: "sessions_worker", synchronize: false },
    { name: "sessions_wanting", synchronize: false },
  ],
});
