import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchContext } from "../benchmark.js";

/** An empty directory that is gone when the benchmark is over. */
export async function tempDir(context: Pick<BenchContext, "defer">, name: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), `open-cowork-bench-${name}-`));
  context.defer(() => rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return directory;
}
