import { execFile } from "node:child_process";
import { chown, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { AppError } from "@open-cowork/shared";
import type { PostgresBinaries } from "./binaries.js";
import type { RunAs } from "./run-as.js";

/** Superuser of an embedded cluster: runs migrations, and is not used otherwise. */
export const OWNER_ROLE = "open_cowork_owner";

export interface InitOptions {
  binaries: PostgresBinaries;
  runAs: RunAs;
  /** Folder that holds `data`; exists. */
  home: string;
  password: string;
  /** False skips waiting for the disk, for tests. */
  durable: boolean;
}

/**
 * Makes a cluster in `<home>/data`. It is built under another name and renamed when complete, so a crash leaves nothing half-made.
 * The locale is Postgres' own C.UTF-8: the same order and the same case rules on every machine.
 */
export async function initCluster({ binaries, runAs, home, password, durable }: InitOptions): Promise<void> {
  await demandNoLeftovers(join(home, "data"));
  const building = join(home, "building");
  await rm(building, { recursive: true, force: true });
  await mkdir(building, { mode: 0o700 });
  const passwordFile = join(building, "password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  await giveTo(runAs, building, passwordFile);
  const data = join(building, "data");
  const locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const access = [`--username=${OWNER_ROLE}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const [command, ...args] = [...runAs.prefix, binaries.initdb, `--pgdata=${data}`, ...access, ...locale, ...(durable ? [] : ["--no-sync"])];
  try {
    await promisify(execFile)(command!, args, { ...runAs.ids, cwd: home, env: { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" } });
  } catch (cause) {
    throw new AppError("storage.unavailable", { message: `The embedded database could not be created in ${home}. Is the disk full or read-only?`, cause });
  }
  await rename(data, join(home, "data"));
  await rm(building, { recursive: true, force: true });
}

/** A folder with files but without the mark of a cluster is a damaged one: making another over it would hide what is left. */
async function demandNoLeftovers(data: string): Promise<void> {
  const files = await readdir(data).catch(() => []);
  if (files.length === 0) return;
  const message = `The database in ${data} is damaged: its file PG_VERSION is missing. Put a backup in its place, or move the folder away to begin with an empty one.`;
  throw new AppError("storage.unavailable", { message });
}

/** Makes files the service user's own. */
export async function giveTo({ owner }: RunAs, ...paths: string[]): Promise<void> {
  if (owner) for (const path of paths) await chown(path, owner.uid, owner.gid);
}
