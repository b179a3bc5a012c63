import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { AppError } from "@open-cowork/shared";

/** How to start a program: as oneself, or, where the host runs as root (which Postgres refuses), as a user without rights. */
export interface RunAs {
  /** Owner that the program's files need; absent: oneself. */
  owner?: { uid: number; gid: number };
  /** Ids to start the program with; absent where the prefix changes them. */
  ids: { uid?: number; gid?: number };
  /** Goes in front of the command. */
  prefix: string[];
}

const SETPRIV = ["/usr/bin/setpriv", "/bin/setpriv", "/usr/sbin/setpriv"];
const CAP_DAC_OVERRIDE = 1n;
const CAP_DAC_READ_SEARCH = 2n;

/**
 * Root hands Postgres to the system's `postgres` user, or `nobody`. Where that user cannot enter the folders on the way (a home of
 * mode 0700), it keeps one capability of root for it: to look up paths.
 *
 * @throws AppError `storage.unavailable` where no user or no way is found
 */
export async function planRunAs(directories: readonly string[]): Promise<RunAs> {
  if (process.getuid?.() !== 0) return { ids: {}, prefix: [] };
  const user = await serviceUser();
  if (await allTraversable(directories, user)) return { owner: user, ids: user, prefix: [] };
  const setpriv = await firstExisting(SETPRIV);
  const capability = await pathCapability();
  if (setpriv === undefined || capability === undefined) {
    throw new AppError("storage.unavailable", {
      message: `Embedded Postgres cannot run as root, and its user may not enter ${directories.join(" or ")}. Start as a normal user, or choose a data directory that others may enter, such as one under /var/lib.`,
    });
  }
  const ids = [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"];
  return { owner: user, ids: {}, prefix: [setpriv, ...ids, `--inh-caps=+${capability}`, `--ambient-caps=+${capability}`, "--"] };
}

async function serviceUser(): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile("/etc/passwd", "utf8").catch(() => "")).split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid !== undefined && gid !== undefined && Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new AppError("storage.unavailable", {
    message: "Embedded Postgres cannot run as root, and this system has neither a postgres nor a nobody user. Start as a normal user.",
  });
}

async function allTraversable(directories: readonly string[], { uid, gid }: { uid: number; gid: number }): Promise<boolean> {
  const ancestors = new Set<string>();
  for (let path of directories) for (; !ancestors.has(path); path = dirname(path)) ancestors.add(path);
  for (const path of ancestors) {
    const { mode, uid: ownerUid, gid: ownerGid } = await stat(path);
    const bit = ownerUid === uid ? 0o100 : ownerGid === gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
  }
  return true;
}

async function firstExisting(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await stat(path).catch(() => undefined)) return path;
  return undefined;
}

/** The weaker one that suffices, if this process has it; a container's root may not. */
async function pathCapability(): Promise<"dac_read_search" | "dac_override" | undefined> {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const bounding = BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0"}`);
  if (bounding & (1n << CAP_DAC_READ_SEARCH)) return "dac_read_search";
  return bounding & (1n << CAP_DAC_OVERRIDE) ? "dac_override" : undefined;
}
