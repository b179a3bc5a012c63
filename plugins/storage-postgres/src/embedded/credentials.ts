import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { AppError } from "@open-cowork/shared";
import { z } from "zod";

const schema = z.object({ ownerPassword: z.string().min(1), appPassword: z.string().min(1) });

/** Passwords of the embedded server's two login roles: the owner, for migrations, and the role that the product runs as. */
export type Credentials = z.infer<typeof schema>;

/**
 * Reads the file, or makes it (mode 0600) where `create` allows.
 *
 * @throws AppError `storage.unavailable` when it is missing or damaged beside existing data
 */
export async function loadCredentials(path: string, create: boolean): Promise<Credentials> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined && create) return createCredentials(path);
  try {
    return schema.parse(JSON.parse(text ?? ""));
  } catch (cause) {
    const message = `The passwords of the embedded database (${path}) are missing or damaged. Restore the file from a backup of the data directory.`;
    throw new AppError("storage.unavailable", { message, cause });
  }
}

async function createCredentials(path: string): Promise<Credentials> {
  const password = () => randomBytes(32).toString("base64url");
  const credentials = { ownerPassword: password(), appPassword: password() };
  await writeFile(`${path}.new`, JSON.stringify(credentials), { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
  return credentials;
}
