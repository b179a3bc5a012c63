import type { TenantContext } from "@open-cowork/core/kernel";
import type { SecretRows } from "@open-cowork/core/secrets";
import type {
  ArtifactQuery,
  ArtifactRows,
  IdempotencyAnswer,
  IdempotencyClaim,
  IdempotencyRows,
  ModelProviderRecord,
  ModelProviderRows,
} from "@open-cowork/core/transport";
import { AppError, type Artifact, ID_PATTERN } from "@open-cowork/shared";
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
    return row ? artifactOf(row) : undefined;
  }
  async list(ctx: TenantContext, { session, limit, cursor }: ArtifactQuery): Promise<{ items: Artifact[]; next?: string }> {
    if (cursor !== undefined && !ID_PATTERN.test(cursor)) throw new AppError("request.bad_cursor");
    const rows = await this.rows.in(ctx, (db) => {
      const page = db.createQueryBuilder<ArtifactRow>("artifact", "a").where("a.tenant = :tenant", { tenant: ctx.tenant });
      if (session !== undefined) page.andWhere("a.session = :session", { session: storable(session) });
      if (cursor !== undefined) page.andWhere("a.id < :cursor", { cursor });
      return page
        .orderBy("a.id", "DESC")
        .limit(limit + 1)
        .getMany();
    });
    const items = rows.slice(0, limit).map(artifactOf);
    return rows.length > limit ? { items, next: items.at(-1)!.id } : { items };
  }
  async adopt(ctx: TenantContext, id: string, session: string): Promise<void> {
    await this.rows.in(ctx, async (db) => {
      const update = db.createQueryBuilder().update("artifact").set({ session });
      await update
        .where({ tenant: ctx.tenant, id: storable(id) })
        .andWhere("session is null")
        .execute();
    });
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

/** A claim without an answer is taken over where its worker is an earlier start of the same node, or it is too old to be answered any more. */
const CLAIM = `
  insert into idempotency_keys as k (tenant, key, fingerprint, status, body, at, worker) values ($1, $2, $3, 0, '', $4, $5)
    on conflict (tenant, key) do update set fingerprint = excluded.fingerprint, at = excluded.at, worker = excluded.worker
      where k.status = 0 and (k.at < $7 or starts_with(k.worker, $6 || '.') and k.worker <> $5)
    returning key`;

export class PostgresIdempotencyRows implements IdempotencyRows {
  constructor(private readonly rows: TenantRows) {}

  async claim(ctx: TenantContext, key: string, claim: IdempotencyClaim): Promise<IdempotencyAnswer | undefined> {
    const { fingerprint, at, worker, abandonedBefore } = claim;
    return this.rows.in(ctx, async (db) => {
      const claimed: unknown[] = await db.query(CLAIM, [ctx.tenant, key, fingerprint, at, worker, worker.split(".")[0], abandonedBefore]);
      if (claimed.length > 0) return undefined;
      const first = await db.findOneByOrFail<IdempotencyRow>("idempotency_key", { tenant: ctx.tenant, key });
      return { fingerprint: first.fingerprint, status: first.status, body: first.body };
    });
  }
  async complete(ctx: TenantContext, key: string, { fingerprint, status, body }: IdempotencyAnswer): Promise<void> {
    await this.rows.in(ctx, (db) => db.update<IdempotencyRow>("idempotency_key", { tenant: ctx.tenant, key }, { fingerprint, status, body }));
  }
  async expire(ctx: TenantContext, before: number): Promise<void> {
    const { tenant } = ctx;
    await this.rows.in(ctx, (db) =>
      db.createQueryBuilder().delete().from("idempotency_key").where("tenant = :tenant and at < :before", { tenant, before }).execute(),
    );
  }
  async release(ctx: TenantContext, key: string): Promise<void> {
    await this.rows.in(ctx, (db) => db.delete("idempotency_key", { tenant: ctx.tenant, key, status: 0 }));
  }
}

function artifactOf({ tenant: _tenant, session, ...artifact }: ArtifactRow): Artifact {
  return session === null ? artifact : { ...artifact, session };
}
