import { createHash } from "node:crypto";
import { mkdirSync, statSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { AppError } from "@open-cowork/shared";

/** Longest path a socket address holds on every Unix (macOS: 104 bytes with the terminator). */
const MAX_BYTES = 103;

/**
 * Address of the admin socket of a data directory, the same for host and command line. Usually inside it; a directory with a very long path gets
 * one in a private folder of the temporary directory, and Windows a named pipe.
 * @throws AppError `host.data_dir` when that folder belongs to somebody else
 */
export function adminSocketPath(dataDir: string): string {
  const digest = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  if (process.platform === "win32") return `\\\\.\\pipe\\open-cowork-${digest}`;
  const inside = path.join(dataDir, "admin.sock");
  if (Buffer.byteLength(inside) <= MAX_BYTES) return inside;
  const { uid } = userInfo();
  const folder = path.join(tmpdir(), `open-cowork-${uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid: owner, mode } = statSync(folder);
  if (owner !== uid || (mode & 0o077) !== 0)
    throw new AppError("host.data_dir", { message: `${folder} is not private to you, so the admin socket cannot be put there.` });
  return path.join(folder, `${digest}.sock`);
}
