import type { ModelProviderRecord } from "@open-cowork/core/transport";
import { EntitySchema } from "typeorm";
import { bigintColumn, idColumn, optionalId, primaryId, textColumn } from "./columns.js";

export interface ArtifactRow {
  tenant: string;
  id: string;
  session: string | null;
  name: string;
  mime: string;
  bytes: number;
  sha256: string;
  createdAt: number;
}
export const ArtifactEntity = new EntitySchema<ArtifactRow>({
  name: "artifact",
  tableName: "artifacts",
  columns: {
    tenant: primaryId(),
    id: primaryId(),
    session: optionalId(),
    name: textColumn(),
    mime: textColumn(),
    bytes: bigintColumn(),
    sha256: idColumn(),
    createdAt: bigintColumn("created_at"),
  },
  indices: [{ name: "artifacts_session", columns: ["tenant", "session", "id"] }],
});

export interface SecretRow {
  tenant: string;
  name: string;
  sealed: Buffer;
}
export const SecretEntity = new EntitySchema<SecretRow>({
  name: "secret",
  tableName: "secrets",
  columns: { tenant: primaryId(), name: primaryId(), sealed: { type: "bytea" } },
});

export interface ModelProviderRow {
  tenant: string;
  id: string;
  createdAt: number;
  record: ModelProviderRecord;
}
export const ModelProviderEntity = new EntitySchema<ModelProviderRow>({
  name: "model_provider",
  tableName: "model_providers",
  columns: { tenant: primaryId(), id: primaryId(), createdAt: bigintColumn("created_at"), record: { type: "json" } },
});

export interface IdempotencyRow {
  tenant: string;
  key: string;
  fingerprint: string;
  status: number;
  body: string;
  at: number;
  worker: string;
}
export const IdempotencyEntity = new EntitySchema<IdempotencyRow>({
  name: "idempotency_key",
  tableName: "idempotency_keys",
  columns: {
    tenant: primaryId(),
    key: primaryId(),
    fingerprint: textColumn(),
    status: { type: "integer" },
    body: textColumn(),
    at: bigintColumn(),
    worker: { ...idColumn(), default: "" },
  },
  indices: [{ name: "idempotency_keys_age", columns: ["tenant", "at"] }],
});
