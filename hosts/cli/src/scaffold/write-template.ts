import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const TEMPLATES = fileURLToPath(new URL("../../templates/", import.meta.url));

export interface Template {
  /** Folder below `templates`. */
  name: string;
  /** Absolute. */
  directory: string;
  /** What stands for each mark: `__name__`. */
  marks: Readonly<Record<string, string>>;
}

/** Why nothing may be written there; undefined for a directory that is empty or does not exist. */
export function occupied(directory: string): string | undefined {
  const found = statSync(directory, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (!found.isDirectory()) return "is a file";
  return readdirSync(directory).length > 0 ? "is not empty" : undefined;
}

/** Writes a copy with its marks filled in. Never replaces a file. Resolves with the paths of the files, relative to the directory. */
export function writeTemplate({ name, directory, marks }: Template): string[] {
  const from = path.join(TEMPLATES, name);
  const files = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(from, path.join(entry.parentPath, entry.name)))
    .sort();
  for (const file of files) {
    const text = Object.entries(marks).reduce((filled, [mark, value]) => filled.replaceAll(mark, value), readFileSync(path.join(from, file), "utf8"));
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text, { flag: "wx" });
  }
  return files;
}
