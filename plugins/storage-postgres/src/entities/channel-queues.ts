import type { Delivery, InboundEvent, OutboundContent } from "@open-cowork/shared";
import { EntitySchema } from "typeorm";
import { bigintColumn, flagColumn, idColumn, optionalBigint, optionalId, primaryId, textColumn } from "./columns.js";

const optionalText = { ...textColumn(), nullable: true };

export interface ChannelInboundRow {
  tenant: string;
  binding: string;
  key: string;
  id: string;
  seq: number;
  /** Null once it was dealt with a week ago: the key alone is kept. */
  event: InboundEvent | null;
  receivedAt: number;
  completedAt: number | null;
  outcome: string | null;
}
export const ChannelInboundEntity = new EntitySchema<ChannelInboundRow>({
  name: "channel_inbound",
  tableName: "channel_inbound",
  columns: {
    ...{ tenant: primaryId(), binding: primaryId(), key: primaryId() },
    id: idColumn(),
    seq: { ...bigintColumn(), generated: "increment" },
    event: { type: "json", nullable: true },
    receivedAt: bigintColumn("received_at"),
    completedAt: optionalBigint("completed_at"),
    outcome: optionalText,
  },
  uniques: [{ name: "channel_inbound_id", columns: ["tenant", "id"] }],
  // Partial indexes are beyond what an entity can say; the migration is their only source.
  indices: [
    { name: "channel_inbound_pending", synchronize: false },
    { name: "channel_inbound_kept", synchronize: false },
    { name: "channel_inbound_forgotten", synchronize: false },
  ],
});

export interface ChannelDeliveryRow {
  tenant: string;
  id: string;
  binding: string;
  thread: string;
  /** The one that spoke in the thread when it was put: deleted with it. */
  session: string | null;
  key: string;
  seq: number;
  ordinal: number;
  content: OutboundContent;
  revision: number;
  sentRevision: number | null;
  message: string | null;
  state: Delivery["state"];
  attempts: number;
  /** Epoch of the last try. */
  triedEpoch: number;
  nextAt: number;
  doubtful: boolean;
  error: string | null;
  createdAt: number;
  updatedAt: number;
}
export const ChannelDeliveryEntity = new EntitySchema<ChannelDeliveryRow>({
  name: "channel_delivery",
  tableName: "channel_deliveries",
  columns: {
    ...{ tenant: primaryId(), id: primaryId() },
    binding: idColumn(),
    thread: idColumn(),
    session: optionalId(),
    key: idColumn(),
    seq: { ...bigintColumn(), generated: "increment" },
    ordinal: bigintColumn(),
    content: { type: "json" },
    revision: bigintColumn(),
    sentRevision: optionalBigint("sent_revision"),
    message: optionalText,
    state: textColumn(),
    attempts: { type: "integer", default: 0 },
    triedEpoch: { type: "integer", name: "tried_epoch", default: 0 },
    nextAt: bigintColumn("next_at"),
    doubtful: flagColumn,
    error: optionalText,
    createdAt: bigintColumn("created_at"),
    updatedAt: bigintColumn("updated_at"),
  },
  uniques: [{ name: "channel_deliveries_key", columns: ["tenant", "thread", "key"] }],
  indices: [
    { name: "channel_deliveries_open", synchronize: false },
    { name: "channel_deliveries_latest", columns: ["tenant", "seq"] },
    { name: "channel_deliveries_trouble", synchronize: false },
    { name: "channel_deliveries_age", synchronize: false },
  ],
});
