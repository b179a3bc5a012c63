import { readFileSync } from "node:fs";

/** Version in a package.json. */
export function packageVersion(file: URL): string {
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
