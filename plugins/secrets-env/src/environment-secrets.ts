import { readFileSync } from "node:fs";
import path from "node:path";
import type { SecretResolver } from "@open-cowork/core/secrets";

/** Where orchestrators put named secrets as files: systemd's LoadCredential names its directory in a variable, Docker and Kubernetes use a fixed one. */
const MOUNTED_SECRETS = "/run/secrets";
const SECRET_NAME = /^[A-Za-z0-9._-]+$/;

export interface EnvironmentSecretsOptions {
  /** Default: the environment of this process. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Directories searched for `{secret:name}`, first hit wins. Default: `$CREDENTIALS_DIRECTORY`, then `/run/secrets`. */
  secretDirectories?: readonly string[];
}

/**
 * Answers `{env:NAME}`, `{file:path}` (relative to the file that holds the reference; `~` is the home directory) and `{secret:name}`.
 * It is handed to the kernel by the host instead of being set up like other plugins: the config is read before any plugin exists.
 * One line break at the end of a file is not part of its secret.
 */
export function environmentSecrets(options: EnvironmentSecretsOptions = {}): SecretResolver {
  const env = options.env ?? process.env;
  const directories = options.secretDirectories ?? [env.CREDENTIALS_DIRECTORY, MOUNTED_SECRETS].filter((directory) => directory !== undefined);
  const schemes: Record<string, (name: string, base?: string) => string | undefined> = {
    env: (name) => env[name],
    file: (name, base) => readSecret(path.resolve(base ?? ".", name.replace(/^~(?=\/)/, env.HOME ?? "~"))),
    secret: (name) =>
      SECRET_NAME.test(name) ? directories.map((directory) => readSecret(path.join(directory, name))).find((value) => value !== undefined) : undefined,
  };
  return {
    schemes: Object.keys(schemes),
    resolve: (scheme, name, base) => schemes[scheme]?.(name, base),
  };
}

/** Undefined for a file that is missing or may not be read: to the operator both mean "not set", and the message names the file. */
function readSecret(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch {
    return undefined;
  }
}
