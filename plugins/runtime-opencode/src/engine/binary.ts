import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { AppError } from "@open-cowork/shared";

const require = createRequire(import.meta.url);

/** Below this size a file named like the program is the note of a package whose install script did not run. */
const PROGRAM_BYTES = 1_000_000;

/** Where the OpenCode program is: the configured path, else the one of the npm package. @throws AppError `runtime.missing` */
export function findOpenCode(configured?: string): string {
  const found = (configured === undefined ? candidates() : [configured]).find(isProgram);
  if (found === undefined) throw new AppError("runtime.missing", { details: { configured } });
  return found;
}

/** Directory with the `rg` program, which OpenCode's search tools need and would otherwise download; undefined where the platform has none. */
export async function ripgrepDirectory(): Promise<string | undefined> {
  try {
    return dirname((await import("@vscode/ripgrep")).rgPath);
  } catch {
    // The package throws on import where it has no program for the platform; the search tools then say so when they are used.
    return undefined;
  }
}

function candidates(): string[] {
  const main = packageDirectory("opencode-ai");
  if (main === undefined) return [];
  const os = process.platform === "win32" ? "windows" : process.platform;
  const file = process.platform === "win32" ? "opencode.exe" : "opencode";
  const platforms = ["", "-baseline", "-musl", "-baseline-musl"].map((variant) => packageDirectory(`opencode-${os}-${process.arch}${variant}`, main));
  // The install script of the main package puts the variant that fits this processor there.
  return [join(main, "bin", "opencode.exe"), ...platforms.flatMap((directory) => (directory === undefined ? [] : [join(directory, "bin", file)]))];
}

function packageDirectory(name: string, from?: string): string | undefined {
  try {
    return dirname(require.resolve(`${name}/package.json`, from === undefined ? undefined : { paths: [from] }));
  } catch {
    // Not installed: optional platform packages are absent on every other platform.
    return undefined;
  }
}

function isProgram(path: string): boolean {
  return existsSync(path) && statSync(path).size > PROGRAM_BYTES;
}
