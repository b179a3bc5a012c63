import type { Conversation, Interaction } from "@open-cowork/shared";
import { EntitySchema } from "typeorm";
import { bigintColumn, countColumn, idColumn, optionalId, primaryId, textColumn } from "./columns.js";

export interface ChannelThreadRow {
  tenant: string;
  id: string;
  binding: string;
  chat: string;
  /** Empty where the platform has none. */
  topic: string;
  kind: Conversation["kind"];
  title: string | null;
  session: string | null;
  cursor: number;
  createdAt: number;
}
export const ChannelThreadEntity = new EntitySchema<ChannelThreadRow>({
  name: "channel_thread",
  tableName: "channel_threads",
  columns: {
    ...{ tenant: primaryId(), id: primaryId() },
    binding: idColumn(),
    chat: idColumn(),
    topic: idColumn(),
    kind: textColumn(),
    title: { ...textColumn(), nullable: true },
    session: optionalId(),
    cursor: countColumn(),
    createdAt: bigintColumn("created_at"),
  },
  uniques: [{ name: "channel_threads_conversation", columns: ["tenant", "binding", "chat", "topic"] }],
  // A partial index is beyond what an entity can say; the migration is its only source.
  indices: [{ name: "channel_threads_session", synchronize: false }],
});

export interface ChannelThreadSessionRow {
  tenant: string;
  thread: string;
  session: string;
  seq: number;
}
export const ChannelThreadSessionEntity = new EntitySchema<ChannelThreadSessionRow>({
  name: "channel_thread_session",
  tableName: "channel_thread_sessions",
  columns: { tenant: primaryId(), thread: primaryId(), session: primaryId(), seq: { ...bigintColumn(), generated: "increment" } },
  indices: [{ name: "channel_thread_sessions_session", columns: ["tenant", "session"] }],
});

export type ChannelInteractionRow = Interaction & { tenant: string };
export const ChannelInteractionEntity = new EntitySchema<ChannelInteractionRow>({
  name: "channel_interaction",
  tableName: "channel_interactions",
  columns: {
    ...{ tenant: primaryId(), binding: primaryId(), id: primaryId() },
    thread: idColumn(),
    session: idColumn(),
    kind: idColumn(),
    request: idColumn(),
    createdAt: bigintColumn("created_at"),
    expiresAt: bigintColumn("expires_at"),
  },
  uniques: [{ name: "channel_interactions_request", columns: ["tenant", "thread", "session", "kind", "request"] }],
  indices: [
    { name: "channel_interactions_session", columns: ["tenant", "session"] },
    { name: "channel_interactions_age", columns: ["expiresAt"] },
  ],
});
