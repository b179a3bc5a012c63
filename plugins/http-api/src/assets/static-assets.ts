import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import type { StaticAssets } from "@open-cowork/core/kernel";
import { AppError } from "@open-cowork/shared";
import type { ApiContext, Step } from "../pipeline/state.js";

/** Names that carry a hash of their content, as bundlers write them: `main-B4x9f_2q.js`. */
const HASHED = /[-.][\w-]{8,}\.\w+(?:\.map)?$/;
const FOREVER = "public, max-age=31536000, immutable";
const PRECOMPRESSED = [
  { encoding: "br", suffix: ".br" },
  { encoding: "gzip", suffix: ".gz" },
] as const;

/**
 * Built files of plugins: the precompressed `.br` or `.gz` beside a file when the client takes it, conditional requests by ETag, hashed names
 * cached for ever, and the fallback page for navigations (addresses without an extension, for who takes a page). Addresses under /api never come here.
 * Negotiation, freshness, types and stream errors are Koa's; files are opened per request, so a rebuild needs no restart and a missing file is a 404.
 */
export function staticAssets(assets: readonly StaticAssets[]): Step {
  // The longest prefix first, so that `/` takes what nobody else does.
  const mounts = [...assets].sort((a, b) => b.mount.length - a.mount.length);
  return async (ctx) => {
    const mount = mounts.find(({ mount: prefix }) => ctx.path === prefix || ctx.path.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`));
    const path = mount && relativePath(ctx.path.slice(mount.mount.length));
    if (!mount || path === undefined) throw new AppError("request.route_unknown");
    if (path !== "" && (await send(ctx, mount.directory, path))) return;
    const navigation = extname(path) === "" && ctx.accepts("html") !== false;
    if (navigation && mount.fallback !== undefined && (await send(ctx, mount.directory, mount.fallback))) return;
    throw new AppError("request.route_unknown");
  };
}

/** The decoded path below the mount, or undefined for one that tries to leave it, or that names a hidden file. */
export function relativePath(encoded: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(encoded);
  } catch {
    // Malformed percent-encoding names nothing.
    return undefined;
  }
  if (/[\0\\]/.test(path)) return undefined;
  const plain = normalize(`/${path}`).slice(1);
  return plain.split("/").some((part) => part.startsWith(".")) || plain.includes(`..${sep}`) ? undefined : plain.replace(/\/$/, "");
}

async function send(ctx: ApiContext, directory: string, path: string): Promise<boolean> {
  const file = join(directory, path);
  // The order is ours where the client likes several equally, as browsers do.
  const accepted = PRECOMPRESSED.filter(({ encoding }) => ctx.acceptsEncodings(encoding) === encoding);
  for (const { encoding, suffix } of [...accepted, { encoding: undefined, suffix: "" }]) {
    const handle = await openFile(file + suffix);
    if (!handle) continue;
    await respond(ctx, handle, path, encoding);
    return true;
  }
  return false;
}

async function respond(ctx: ApiContext, handle: FileHandle, path: string, encoding: string | undefined): Promise<void> {
  const { size, mtimeMs } = await handle.stat();
  ctx.status = 200;
  ctx.vary("accept-encoding");
  ctx.etag = `${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}${encoding ? `-${encoding}` : ""}`;
  ctx.set("cache-control", HASHED.test(path) ? FOREVER : "no-cache");
  if (ctx.fresh) {
    ctx.status = 304;
    await handle.close();
    return;
  }
  ctx.type = extname(path) || "application/octet-stream";
  if (encoding) ctx.set("content-encoding", encoding);
  ctx.length = size;
  ctx.body = handle.createReadStream();
}

/** Undefined for anything that is not a readable file. */
async function openFile(path: string): Promise<FileHandle | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY);
  } catch {
    // Missing, unreadable, a name too long, or a path through a file: there is nothing to serve under that name.
    return undefined;
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  return undefined;
}
