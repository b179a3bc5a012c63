import { existsSync, readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** A package.json as far as plugins are concerned. */
export interface PluginPackage {
  directory: string;
  /** The `openCowork` block, unchecked; undefined when there is none. */
  block: unknown;
}

/** Reads the package.json of a folder; undefined when there is none that can be read as JSON. */
export function readPluginFolder(directory: string): PluginPackage | undefined {
  return readPackage(path.join(directory, "package.json"));
}

/** Finds an installed package as seen from a directory. Runs none of its code. */
export function findPluginPackage(name: string, from: string): PluginPackage | undefined {
  try {
    const file = findPackageJSON(name, pathToFileURL(path.join(from, "_.js")));
    return file ? readPackage(file) : undefined;
  } catch {
    // Node throws for a name that resolves to nothing; to the caller that is simply "not installed".
    return undefined;
  }
}

function readPackage(file: string): PluginPackage | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { openCowork } = JSON.parse(readFileSync(file, "utf8")) as { openCowork?: unknown };
    return { directory: path.dirname(file), block: openCowork };
  } catch {
    // Not JSON: reported like a folder without a manifest.
    return { directory: path.dirname(file), block: undefined };
  }
}
