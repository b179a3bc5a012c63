import type { Artifact } from "@open-cowork/shared";
import type { TenantContext } from "../kernel/context.js";
import type { SecretRows } from "../secrets/ports.js";
import type { ArtifactRows, IdempotencyRows, ModelProviderRecord, ModelProviderRows } from "../transport/ports.js";

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

type Answer = { fingerprint: string; status: number; body: string };

export class MemoryIdempotencyRows implements IdempotencyRows {
  readonly #rows = new TenantRows<Answer>();
  async claim(ctx: TenantContext, key: string, fingerprint: string): Promise<Answer | undefined> {
    const row = this.#rows.of(ctx).get(key);
    if (row) return { ...row };
    this.#rows.of(ctx).set(key, { fingerprint, status: 0, body: "" });
    return undefined;
  }
  async complete(ctx: TenantContext, key: string, status: number, body: string): Promise<void> {
    const row = this.#rows.of(ctx).get(key);
    if (row) Object.assign(row, { status, body });
  }
  async release(ctx: TenantContext, key: string): Promise<void> {
    if (this.#rows.of(ctx).get(key)?.status === 0) this.#rows.of(ctx).delete(key);
  }
}
