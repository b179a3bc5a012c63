import { createHash, type Hash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Clock, TenantContext } from "@open-cowork/core/kernel";
import type { ArtifactQuery, ArtifactRows, ArtifactStore } from "@open-cowork/core/transport";
import { AppError, type Artifact, isAppError, newId } from "@open-cowork/shared";
import type { ArtifactPaths } from "./artifact-paths.js";

/** Removed in one go. */
const PAGE = 100;

/**
 * Content as files, its description as a row. A file appears under its name only when it is complete and on the disk; the row comes after it,
 * so that whatever has a row has content.
 */
export class FileArtifactStore implements ArtifactStore {
  constructor(private readonly deps: { paths: ArtifactPaths; rows: ArtifactRows; clock: Clock }) {}

  async put(
    ctx: TenantContext,
    meta: { name: string; mime: string; session?: string },
    content: AsyncIterable<Uint8Array>,
    maxBytes: number,
  ): Promise<Artifact> {
    const { paths, rows, clock } = this.deps;
    const id = newId(clock.now());
    const folder = paths.folder(ctx.tenant, id);
    const upload = join(paths.uploads, id);
    const file = paths.file(ctx.tenant, id);
    try {
      await mkdir(paths.uploads, { recursive: true, mode: 0o700 });
      const { bytes, sha256 } = await writeDurably(upload, content, maxBytes);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await rename(upload, file);
      await syncFolder(folder);
      const artifact: Artifact = { ...meta, id, bytes, sha256, createdAt: clock.now() };
      await rows.insert(ctx, artifact);
      return artifact;
    } catch (error) {
      await Promise.all([upload, file].map((path) => rm(path, { force: true })));
      throw explain(error);
    }
  }

  async stat(ctx: TenantContext, id: string): Promise<Artifact> {
    // What cannot be an id is refused before anything looks it up.
    this.deps.paths.file(ctx.tenant, id);
    const artifact = await this.deps.rows.get(ctx, id);
    if (!artifact) throw new AppError("artifact.not_found");
    return artifact;
  }

  async read(ctx: TenantContext, id: string, range?: { start: number; end: number }): Promise<AsyncIterable<Uint8Array>> {
    const { bytes } = await this.stat(ctx, id);
    const file = this.deps.paths.file(ctx.tenant, id);
    await stat(file).catch((cause: unknown) => {
      throw new AppError("artifact.not_found", { cause });
    });
    const start = Math.max(0, range?.start ?? 0);
    const end = Math.min(bytes, range?.end ?? bytes);
    return readBytes(file, start, end);
  }

  list(ctx: TenantContext, query: ArtifactQuery): Promise<{ items: Artifact[]; next?: string }> {
    return this.deps.rows.list(ctx, query);
  }

  adopt(ctx: TenantContext, id: string, session: string): Promise<void> {
    return this.deps.rows.adopt(ctx, id, session);
  }

  async removeOf(ctx: TenantContext, session: string): Promise<void> {
    for (;;) {
      const { items } = await this.deps.rows.list(ctx, { session, limit: PAGE });
      for (const { id } of items) await this.remove(ctx, id);
      if (items.length < PAGE) return;
    }
  }

  async remove(ctx: TenantContext, id: string): Promise<void> {
    const { paths, rows } = this.deps;
    const known = await this.stat(ctx, id).catch((error: unknown) => {
      if (isAppError(error) && error.code === "artifact.not_found") return undefined;
      throw error;
    });
    if (!known) return;
    // In this order a removal that breaks off leaves a row by which it is found again, and no file that nobody knows.
    await rm(paths.file(ctx.tenant, id), { force: true });
    await rows.remove(ctx, id);
  }
}

/** Opened when reading begins, closed when it ends or is given up. */
async function* readBytes(file: string, start: number, end: number): AsyncGenerator<Uint8Array> {
  if (start < end) yield* createReadStream(file, { start, end: end - 1 }) as AsyncIterable<Uint8Array>;
}

async function writeDurably(file: string, content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  const seen = { bytes: 0 };
  await pipeline(
    content,
    (source: AsyncIterable<Uint8Array>) => measured(source, { seen, hash, maxBytes }),
    createWriteStream(file, { flags: "wx", mode: 0o600, flush: true }),
  );
  return { bytes: seen.bytes, sha256: hash.digest("hex") };
}

async function* measured(source: AsyncIterable<Uint8Array>, to: { seen: { bytes: number }; hash: Hash; maxBytes: number }): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    to.seen.bytes += chunk.length;
    if (to.seen.bytes > to.maxBytes) throw new AppError("artifact.too_large", { details: { maxBytes: to.maxBytes } });
    to.hash.update(chunk);
    yield chunk;
  }
}

/** Makes a rename survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return; // Windows has no way to, and orders renames itself.
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function explain(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT")
    return new AppError("storage.unavailable", { message: "The disk is full: the file was not stored.", cause: error });
  if (code === "EACCES" || code === "EROFS")
    return new AppError("storage.unavailable", { message: "The folder for files cannot be written to.", cause: error });
  return error;
}
