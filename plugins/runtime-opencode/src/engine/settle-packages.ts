import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What OpenCode installs from the npm registry into each of its configuration directories, for plugins that people write there. */
const WANTED = "@opencode-ai/plugin";

/**
 * Makes OpenCode find its configuration directory complete. Nobody writes plugins there, so all that an installation at each start would
 * bring is a call to a registry, seconds of work, and a lock that a killed engine leaves to the next.
 */
export async function settlePackages(directory: string): Promise<void> {
  await mkdir(join(directory, "node_modules"), { recursive: true, mode: 0o700 });
  const lock = { lockfileVersion: 3, packages: { "": { dependencies: { [WANTED]: "*" } } } };
  await writeFile(join(directory, "package-lock.json"), JSON.stringify(lock), { mode: 0o600 });
}
