import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type ConfigLayer, parseJsonc, problemError } from "@open-cowork/core/host";
import { AppError } from "@open-cowork/shared";

const CONFIG_FILE = "open-cowork.config.json";

/** The file named explicitly, else the nearest one upward from a directory; undefined when there is none. */
export function locateConfig(named: string | undefined, cwd: string): string | undefined {
  if (named) return path.resolve(cwd, named);
  for (let directory = path.resolve(cwd); ; directory = path.dirname(directory)) {
    const file = path.join(directory, CONFIG_FILE);
    if (existsSync(file)) return file;
    if (directory === path.dirname(directory)) return undefined;
  }
}

/** Where the administrator of a machine puts settings that win over a person's own file. */
export function managedConfigFile(env: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === "darwin") return `/Library/Application Support/Open Cowork/${CONFIG_FILE}`;
  if (process.platform === "win32") return path.join(env.ProgramData ?? "C:\\ProgramData", "Open Cowork", CONFIG_FILE);
  return `/etc/open-cowork/${CONFIG_FILE}`;
}

/** @throws AppError `config.unreadable`, or `config.invalid` with every syntax error */
export function readConfigFile(file: string): ConfigLayer {
  const { value, problems } = parseJsonc(readText(file), file);
  if (problems.length) throw problemError("config.invalid", problems);
  return { source: file, value, base: path.dirname(file) };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("config.unreadable", { message: `The config file ${file} cannot be read: ${reason}`, cause });
  }
}
