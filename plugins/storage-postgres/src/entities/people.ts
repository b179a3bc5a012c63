import type { Role } from "@open-cowork/shared";
import { EntitySchema } from "typeorm";
import { bigintColumn, idColumn, optionalBigint, optionalId, primaryId, textColumn } from "./columns.js";

export interface TenantRow {
  id: string;
  slug: string | null;
  name: string;
  createdAt: number;
}
export const TenantEntity = new EntitySchema<TenantRow>({
  name: "tenant",
  tableName: "tenants",
  columns: { id: primaryId(), slug: optionalId(), name: textColumn(), createdAt: bigintColumn("created_at") },
  uniques: [{ name: "tenants_slug", columns: ["slug"] }],
});

export interface UserRow {
  tenant: string;
  id: string;
  name: string;
  role: Role;
  createdAt: number;
}
export const UserEntity = new EntitySchema<UserRow>({
  name: "user",
  tableName: "users",
  columns: { tenant: primaryId(), id: primaryId(), name: textColumn(), role: textColumn(), createdAt: bigintColumn("created_at") },
});

export interface CredentialRow {
  tenant: string;
  id: string;
  user: string;
  kind: "link" | "login" | "token";
  hash: string;
  name: string;
  role: Role;
  createdAt: number;
  expiresAt: number | null;
  usedAt: number | null;
  lastSeenAt: number | null;
  revokedAt: number | null;
}
export const CredentialEntity = new EntitySchema<CredentialRow>({
  name: "credential",
  tableName: "credentials",
  columns: {
    tenant: primaryId(),
    id: primaryId(),
    user: idColumn("user_id"),
    kind: textColumn(),
    hash: idColumn(),
    name: textColumn(),
    role: textColumn(),
    createdAt: bigintColumn("created_at"),
    expiresAt: optionalBigint("expires_at"),
    usedAt: optionalBigint("used_at"),
    lastSeenAt: optionalBigint("last_seen_at"),
    revokedAt: optionalBigint("revoked_at"),
  },
  uniques: [{ name: "credentials_hash", columns: ["hash"] }],
  indices: [{ name: "credentials_user", columns: ["tenant", "user", "kind"] }],
});
