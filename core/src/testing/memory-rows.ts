import { AppError, type Artifact, ID_PATTERN } from "@open-cowork/shared";
import type { TenantContext } from "../kernel/context.js";
import type { SecretRows } from "../secrets/ports.js";
import type {
  ArtifactQuery,
  ArtifactRows,
  IdempotencyAnswer,
  IdempotencyClaim,
  IdempotencyRows,
  ModelProviderRecord,
  ModelProviderRows,
} from "../transport/ports.js";

/** Values by tenant and key, copied in and out so that nobody holds a row. */
class TenantRows<T> {
  readonly #rows = new Map<string, Map<string, T>>();
  of(ctx: TenantContext): Map<string, T> {
    const rows = this.#rows.get(ctx.tenant) ?? new Map<string, T>();
    this.#rows.set(ctx.tenant, rows);
    return rows;
  }
}

export class MemorySecretRows implements SecretRows {
  readonly #rows = new TenantRows<Uint8Array>();
  async get(ctx: TenantContext, name: string): Promise<Uint8Array | undefined> {
    return this.#rows.of(ctx).get(name)?.slice();
  }
  async put(ctx: TenantContext, name: string, sealed: Uint8Array): Promise<void> {
    this.#rows.of(ctx).set(name, sealed.slice());
  }
  async remove(ctx: TenantContext, name: string): Promise<void> {
    this.#rows.of(ctx).delete(name);
  }
  async names(ctx: TenantContext): Promise<string[]> {
    return [...this.#rows.of(ctx).keys()].sort();
  }
}

export class MemoryArtifactRows implements ArtifactRows {
  readonly #rows = new TenantRows<Artifact>();
  async insert(ctx: TenantContext, artifact: Artifact): Promise<void> {
    this.#rows.of(ctx).set(artifact.id, { ...artifact });
  }
  async get(ctx: TenantContext, id: string): Promise<Artifact | undefined> {
    const row = this.#rows.of(ctx).get(id);
    return row && { ...row };
  }
  async list(ctx: TenantContext, { session, limit, cursor }: ArtifactQuery): Promise<{ items: Artifact[]; next?: string }> {
    if (cursor !== undefined && !ID_PATTERN.test(cursor)) throw new AppError("request.bad_cursor");
    const rows = [...this.#rows.of(ctx).values()]
      .filter((row) => (session === undefined || row.session === session) && (cursor === undefined || row.id < cursor))
      .sort((a, b) => (a.id < b.id ? 1 : -1));
    const items = rows.slice(0, limit).map((row) => ({ ...row }));
    return rows.length > limit ? { items, next: items.at(-1)!.id } : { items };
  }
  async adopt(ctx: TenantContext, id: string, session: string): Promise<void> {
    const row = this.#rows.of(ctx).get(id);
    if (row) row.session ??= session;
  }
  async remove(ctx: TenantContext, id: string): Promise<void> {
    this.#rows.of(ctx).delete(id);
  }
}

export class MemoryModelProviderRows implements ModelProviderRows {
  readonly #rows = new TenantRows<ModelProviderRecord>();
  async list(ctx: TenantContext): Promise<ModelProviderRecord[]> {
    return [...this.#rows.of(ctx).values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }
  async get(ctx: TenantContext, id: string): Promise<ModelProviderRecord | undefined> {
    return this.#rows.of(ctx).get(id);
  }
  async put(ctx: TenantContext, record: ModelProviderRecord): Promise<void> {
    this.#rows.of(ctx).set(record.id, { ...record });
  }
  async remove(ctx: TenantContext, id: string): Promise<void> {
    this.#rows.of(ctx).delete(id);
  }
}

export class MemoryIdempotencyRows implements IdempotencyRows {
  readonly #rows = new TenantRows<IdempotencyAnswer & Pick<IdempotencyClaim, "at" | "worker">>();
  async claim(ctx: TenantContext, key: string, { fingerprint, at, worker, abandonedBefore }: IdempotencyClaim): Promise<IdempotencyAnswer | undefined> {
    const row = this.#rows.of(ctx).get(key);
    const isDead = row?.status === 0 && (row.at < abandonedBefore || (row.worker !== worker && row.worker.startsWith(`${worker.split(".")[0]}.`)));
    if (row && !isDead) return { fingerprint: row.fingerprint, status: row.status, body: row.body };
    this.#rows.of(ctx).set(key, { fingerprint, status: 0, body: "", at, worker });
    return undefined;
  }
  async complete(ctx: TenantContext, key: string, answer: IdempotencyAnswer): Promise<void> {
    const row = this.#rows.of(ctx).get(key);
    if (row) Object.assign(row, answer);
  }
  async expire(ctx: TenantContext, before: number): Promise<void> {
    for (const [key, { at }] of this.#rows.of(ctx)) if (at < before) this.#rows.of(ctx).delete(key);
  }
  async release(ctx: TenantContext, key: string): Promise<void> {
    if (this.#rows.of(ctx).get(key)?.status === 0) this.#rows.of(ctx).delete(key);
  }
}
