import type { Attention } from "@open-cowork/shared";
import { EntitySchema } from "typeorm";
import { bigintColumn, idColumn, optionalId, primaryId, textColumn } from "./columns.js";

const ofSession = { tenant: primaryId(), session: primaryId() };
const primarySeq = { ...bigintColumn(), primary: true };
const optionalText = { ...textColumn(), nullable: true };

export interface EventRow {
  tenant: string;
  session: string;
  seq: number;
  at: number;
  epoch: number;
  kind: string;
  run: string | null;
  agentPath: string[] | null;
  body: unknown;
}
/** `json`, not `jsonb`: bodies are never searched, and their text (NUL escapes, lone surrogates) must come back as it was. */
export const EventEntity = new EntitySchema<EventRow>({
  name: "event",
  tableName: "events",
  columns: {
    ...ofSession,
    seq: primarySeq,
    at: bigintColumn(),
    epoch: { type: "integer" },
    kind: idColumn(),
    run: optionalId(),
    agentPath: { type: "json", name: "agent_path", nullable: true },
    body: { type: "json" },
  },
});

export interface CommandRow {
  tenant: string;
  session: string;
  id: string;
  kind: string;
  run: string | null;
  seq: number;
  at: number;
}
export const CommandEntity = new EntitySchema<CommandRow>({
  name: "command",
  tableName: "commands",
  columns: { ...ofSession, id: primaryId(), kind: textColumn(), run: optionalText, seq: bigintColumn(), at: bigintColumn() },
});

export interface SnapshotRow {
  tenant: string;
  session: string;
  seq: number;
  view: string;
}
export const SnapshotEntity = new EntitySchema<SnapshotRow>({
  name: "snapshot",
  tableName: "snapshots",
  columns: { ...ofSession, seq: bigintColumn(), view: textColumn() },
});

export interface CheckpointRow {
  tenant: string;
  session: string;
  position: number;
  data: Buffer;
}
export const CheckpointEntity = new EntitySchema<CheckpointRow>({
  name: "checkpoint",
  tableName: "checkpoints",
  columns: { ...ofSession, position: primarySeq, data: { type: "bytea" } },
});

export interface AttentionRow {
  tenant: string;
  session: string;
  kind: Attention["kind"];
  id: string;
  run: string | null;
  at: number;
  request: unknown;
}
export const AttentionEntity = new EntitySchema<AttentionRow>({
  name: "attention",
  tableName: "attention",
  columns: { ...ofSession, kind: primaryId(), id: primaryId(), run: optionalText, at: bigintColumn(), request: { type: "json" } },
});

/** What people said; the title is in it as number 0. */
export interface SaidRow {
  tenant: string;
  session: string;
  seq: number;
  at: number;
  text: string;
  words: string;
}
export const SaidEntity = new EntitySchema<SaidRow>({
  name: "said",
  tableName: "said",
  columns: { ...ofSession, seq: primarySeq, at: bigintColumn(), text: textColumn(), words: { type: "tsvector" } },
  indices: [{ name: "said_words", synchronize: false }],
});
