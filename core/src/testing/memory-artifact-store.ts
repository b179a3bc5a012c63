import { AppError, type Artifact, newId } from "@open-cowork/shared";
import type { Clock } from "../kernel/clock.js";
import type { TenantContext } from "../kernel/context.js";
import type { ArtifactQuery, ArtifactStore } from "../transport/ports.js";
import { MemoryArtifactRows } from "./memory-rows.js";

/** Keeps content in memory. `sha256` is not computed (neutral code has no digest) and reads as 64 zeros. */
export class MemoryArtifactStore implements ArtifactStore {
  readonly #content = new Map<string, Uint8Array>();
  readonly #clock: Clock;
  readonly #rows: MemoryArtifactRows;

  constructor(clock: Clock, rows = new MemoryArtifactRows()) {
    this.#clock = clock;
    this.#rows = rows;
  }

  async put(
    ctx: TenantContext,
    meta: { name: string; mime: string; session?: string },
    content: AsyncIterable<Uint8Array>,
    maxBytes: number,
  ): Promise<Artifact> {
    const bytes: number[] = [];
    for await (const chunk of content) {
      if (bytes.length + chunk.length > maxBytes) throw new AppError("artifact.too_large");
      for (const byte of chunk) bytes.push(byte);
    }
    const artifact = { ...meta, id: newId(this.#clock.now()), bytes: bytes.length, sha256: "0".repeat(64), createdAt: this.#clock.now() };
    this.#content.set(`${ctx.tenant}/${artifact.id}`, Uint8Array.from(bytes));
    await this.#rows.insert(ctx, artifact);
    return artifact;
  }

  async stat(ctx: TenantContext, id: string): Promise<Artifact> {
    const artifact = await this.#rows.get(ctx, id);
    if (!artifact) throw new AppError("artifact.not_found");
    return artifact;
  }

  async read(ctx: TenantContext, id: string, range?: { start: number; end: number }): Promise<AsyncIterable<Uint8Array>> {
    await this.stat(ctx, id);
    const content = this.#content.get(`${ctx.tenant}/${id}`) ?? new Uint8Array();
    const part = content.slice(range?.start, range?.end);
    return (async function* () {
      if (part.length > 0) yield part;
    })();
  }

  list(ctx: TenantContext, query: ArtifactQuery): Promise<{ items: Artifact[]; next?: string }> {
    return this.#rows.list(ctx, query);
  }

  adopt(ctx: TenantContext, id: string, session: string): Promise<void> {
    return this.#rows.adopt(ctx, id, session);
  }

  async removeOf(ctx: TenantContext, session: string): Promise<void> {
    for (const { id } of (await this.#rows.list(ctx, { session, limit: Number.MAX_SAFE_INTEGER })).items) await this.remove(ctx, id);
  }

  async remove(ctx: TenantContext, id: string): Promise<void> {
    this.#content.delete(`${ctx.tenant}/${id}`);
    await this.#rows.remove(ctx, id);
  }
}
