import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

export interface FolderPlugin {
  kind: string;
  api?: string;
  /** Module text; `MARKER` in it is the file that importing it writes. */
  code?: string;
}

/** A third party's plugin in a folder of its own. Importing its module leaves a marker file, so that a test can tell whether its code ever ran. */
export function writePlugin(directory: string, { kind, api = "^1", code = minimal(kind, api) }: FolderPlugin): { marker: string } {
  mkdirSync(directory, { recursive: true });
  const marker = path.join(directory, "imported");
  const manifest = { name: `acme-${kind}`, type: "module", openCowork: { plugin: "./plugin.js", kind, api } };
  writeFileSync(path.join(directory, "package.json"), JSON.stringify(manifest));
  writeFileSync(path.join(directory, "plugin.js"), `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(marker)}, "");\n${code}`);
  return { marker };
}

function minimal(kind: string, api: string): string {
  return `export default { name: "acme-${kind}", kind: "${kind}", api: "${api}", setup: () => ({ ports: {} }) };\n`;
}
