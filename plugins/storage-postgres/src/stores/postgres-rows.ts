import type { TenantContext } from "@open-cowork/core/kernel";
import type { SecretRows } from "@open-cowork/core/secrets";
import type { ArtifactRows, IdempotencyRows, ModelProviderRecord, ModelProviderRows } from "@open-cowork/core/transport";
import type { Artifact } from "@open-cowork/shared";
import type { TenantRows } from "../database/tenant-rows.js";
import type { ArtifactRow, IdempotencyRow, ModelProviderRow, SecretRow } from "../entities/rows.js";
import { storable } from "./text.js";

export class PostgresSecretRows implements SecretRows {
  constructor(private readonly rows: TenantRows) {}

  async get(ctx: TenantContext, name: string): Promise<Uint8Array | undefined> {
    return (await this.rows.in(ctx, (db) => db.findOneBy<SecretRow>("secret", { tenant: ctx.tenant, name })))?.sealed;
  }
  async put(ctx: TenantContext, name: string, sealed: Uint8Array): Promise<void> {
    await this.rows.in(ctx, (db) => db.upsert<SecretRow>("secret", { tenant: ctx.tenant, name, sealed: Buffer.from(sealed) }, ["tenant", "name"]));
  }
  async remove(ctx: TenantContext, name: string): Promise<void> {
    await this.rows.in(ctx, (db) => db.delete("secret", { tenant: ctx.tenant, name }));
  }
  async names(ctx: TenantContext): Promise<string[]> {
    const found = await this.rows.in(ctx, (db) =>
      db.find<SecretRow>("secret", { select: { name: true }, where: { tenant: ctx.tenant }, order: { name: "ASC" } }),
    );
    return found.map(({ name }) => name);
  }
}

export class PostgresArtifactRows implements ArtifactRows {
  constructor(private readonly rows: TenantRows) {}

  async insert(ctx: TenantContext, artifact: Artifact): Promise<void> {
    const text = { name: storable(artifact.name), mime: storable(artifact.mime) };
    await this.rows.in(ctx, (db) => db.insert<ArtifactRow>("artifact", { ...artifact, ...text, session: artifact.session ?? null, tenant: ctx.tenant }));
  }
  async get(ctx: TenantContext, id: string): Promise<Artifact | undefined> {
    const row = await this.rows.in(ctx, (db) => db.findOneBy<ArtifactRow>("artifact", { tenant: ctx.tenant, id: storable(id) }));
    if (!row) return undefined;
    const { tenant: _tenant, session, ...artifact } = row;
    return session === null ? artifact : { ...artifact, session };
  }
  async remove(ctx: TenantContext, id: string): Promise<void> {
    await this.rows.in(ctx, (db) => db.delete("artifact", { tenant: ctx.tenant, id: storable(id) }));
  }
}

export class PostgresModelProviderRows implements ModelProviderRows {
  constructor(private readonly rows: TenantRows) {}

  async list(ctx: TenantContext): Promise<ModelProviderRecord[]> {
    const order = { createdAt: "ASC", id: "ASC" } as const;
    const found = await this.rows.in(ctx, (db) => db.find<ModelProviderRow>("model_provider", { where: { tenant: ctx.tenant }, order }));
    return found.map(({ record }) => record);
  }
  async get(ctx: TenantContext, id: string): Promise<ModelProviderRecord | undefined> {
    return (await this.rows.in(ctx, (db) => db.findOneBy<ModelProviderRow>("model_provider", { tenant: ctx.tenant, id: storable(id) })))?.record;
  }
  async put(ctx: TenantContext, record: ModelProviderRecord): Promise<void> {
    const row = { tenant: ctx.tenant, id: record.id, createdAt: record.createdAt, record };
    await this.rows.in(ctx, (db) => db.upsert("model_provider", row, ["tenant", "id"]));
  }
  async remove(ctx: TenantContext, id: string): Promise<void> {
    await this.rows.in(ctx, (db) => db.delete("model_provider", { tenant: ctx.tenant, id: storable(id) }));
  }
}

export class PostgresIdempotencyRows implements IdempotencyRows {
  constructor(private readonly rows: TenantRows) {}

  async claim(ctx: TenantContext, key: string, fingerprint: string, at: number): Promise<{ fingerprint: string; status: number; body: string } | undefined> {
    return this.rows.in(ctx, async (db) => {
      const row = { tenant: ctx.tenant, key, fingerprint, status: 0, body: "", at };
      const claimed = await db.createQueryBuilder().insert().into("idempotency_key").values(row).orIgnore().returning("key").execute();
      if ((claimed.raw as unknown[]).length > 0) return undefined;
      const first = await db.findOneByOrFail<IdempotencyRow>("idempotency_key", { tenant: ctx.tenant, key });
      return { fingerprint: first.fingerprint, status: first.status, body: first.body };
    });
  }
  async complete(ctx: TenantContext, key: string, status: number, body: string): Promise<void> {
    await this.rows.in(ctx, (db) => db.update<IdempotencyRow>("idempotency_key", { tenant: ctx.tenant, key }, { status, body }));
  }
  async release(ctx: TenantContext, key: string): Promise<void> {
    await this.rows.in(ctx, (db) => db.delete("idempotency_key", { tenant: ctx.tenant, key, status: 0 }));
  }
}
