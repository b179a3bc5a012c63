import type { BindingPolicy, PersonRole, Refusal } from "@open-cowork/shared";
import { EntitySchema } from "typeorm";
import { bigintColumn, flagColumn, idColumn, optionalBigint, optionalId, primaryId, textColumn } from "./columns.js";

const optionalText = (name?: string) => ({ ...textColumn(name), nullable: true });
const ofTenant = { tenant: primaryId(), id: primaryId() };

export interface ChannelBindingRow {
  tenant: string;
  id: string;
  provider: string;
  instance: string;
  name: string;
  handle: string | null;
  pairingLink: string | null;
  enabled: boolean;
  policy: BindingPolicy;
  /** Ids of credentials that may serve it. */
  granted: string[];
  createdAt: number;
  seenAt: number | null;
  holder: string | null;
  epoch: number;
  leaseUntil: Date | null;
}
export const ChannelBindingEntity = new EntitySchema<ChannelBindingRow>({
  name: "channel_binding",
  tableName: "channel_bindings",
  columns: {
    ...ofTenant,
    provider: idColumn(),
    instance: idColumn(),
    name: textColumn(),
    handle: optionalText(),
    pairingLink: optionalText("pairing_link"),
    enabled: { type: "boolean", default: true },
    policy: { type: "json" },
    granted: { type: "text", array: true },
    createdAt: bigintColumn("created_at"),
    seenAt: optionalBigint("seen_at"),
    holder: optionalId(),
    epoch: { type: "integer", default: 0 },
    leaseUntil: { type: "timestamptz", name: "lease_until", nullable: true },
  },
  uniques: [{ name: "channel_bindings_instance", columns: ["tenant", "provider", "instance"] }],
});

export interface ChannelIdentityRow {
  tenant: string;
  id: string;
  binding: string;
  person: string;
  name: string;
  handle: string | null;
  role: PersonRole;
  blocked: boolean;
  createdAt: number;
  seenAt: number | null;
}
export const ChannelIdentityEntity = new EntitySchema<ChannelIdentityRow>({
  name: "channel_identity",
  tableName: "channel_identities",
  columns: {
    ...ofTenant,
    binding: idColumn(),
    person: idColumn(),
    name: textColumn(),
    handle: optionalText(),
    role: textColumn(),
    blocked: flagColumn,
    createdAt: bigintColumn("created_at"),
    seenAt: optionalBigint("seen_at"),
  },
  uniques: [{ name: "channel_identities_person", columns: ["tenant", "binding", "person"] }],
});

export interface ChannelPairingRow {
  tenant: string;
  id: string;
  binding: string;
  /** SHA-256 of the code, hex. */
  hash: string;
  role: PersonRole;
  note: string;
  createdAt: number;
  expiresAt: number;
  usedAt: number | null;
  usedBy: string | null;
}
export const ChannelPairingEntity = new EntitySchema<ChannelPairingRow>({
  name: "channel_pairing",
  tableName: "channel_pairings",
  columns: {
    ...ofTenant,
    binding: idColumn(),
    hash: idColumn(),
    role: textColumn(),
    note: textColumn(),
    createdAt: bigintColumn("created_at"),
    expiresAt: bigintColumn("expires_at"),
    usedAt: optionalBigint("used_at"),
    usedBy: optionalId("used_by"),
  },
  uniques: [{ name: "channel_pairings_hash", columns: ["tenant", "binding", "hash"] }],
  indices: [{ name: "channel_pairings_age", columns: ["expiresAt"] }],
});

export interface ChannelRefusalRow {
  tenant: string;
  binding: string;
  reason: Refusal["reason"];
  person: string;
  name: string | null;
  handle: string | null;
  count: number;
  firstAt: number;
  lastAt: number;
}
export const ChannelRefusalEntity = new EntitySchema<ChannelRefusalRow>({
  name: "channel_refusal",
  tableName: "channel_refusals",
  columns: {
    ...{ tenant: primaryId(), binding: primaryId(), reason: primaryId(), person: primaryId() },
    name: optionalText(),
    handle: optionalText(),
    count: bigintColumn(),
    firstAt: bigintColumn("first_at"),
    lastAt: bigintColumn("last_at"),
  },
  indices: [
    { name: "channel_refusals_latest", columns: ["tenant", "binding", "lastAt"] },
    { name: "channel_refusals_age", columns: ["lastAt"] },
  ],
});
