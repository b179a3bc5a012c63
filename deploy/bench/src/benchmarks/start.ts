import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nowMs } from "@open-cowork/testkit/stamp";
import type { BenchContext } from "../benchmark.js";
import { freePort } from "../harness/free-port.js";
import { tempDir } from "../harness/temp-dir.js";
import { waitFor } from "../harness/wait-for.js";
import type { Measurement } from "../measure/measurement.js";
import { statsOf } from "../measure/stats.js";
import { atMost } from "../measure/target.js";

const CLI = fileURLToPath(new URL("../../../../hosts/cli/dist/main.js", import.meta.url));

export const benchmark = {
  about: "process start to /readyz 200 with an existing data directory, the engine not counted",
  async run(context: BenchContext): Promise<Measurement[]> {
    const directory = join(await tempDir(context, "start"), "data");
    await startAndStop(context, directory);
    const readyMs: number[] = [];
    for (let i = 0; i < context.size(10, 1); i++) readyMs.push(await startAndStop(context, directory));
    const ready = statsOf(readyMs);
    return [{ metric: "ready p50", value: ready.p50, unit: "ms", p50: ready.p50, p95: ready.p95, n: ready.n, must: atMost(1_500), aim: atMost(700) }];
  },
};

/** Resolves with the milliseconds to readiness, after the process has ended again. */
async function startAndStop(context: BenchContext, directory: string): Promise<number> {
  const port = await freePort();
  const started = nowMs();
  const child = spawn(process.execPath, [CLI, "start", "--port", String(port), "--data-dir", directory], {
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });
  context.defer(() => end(child));
  await waitFor(
    async () => {
      if (child.exitCode !== null) throw new Error(`The host ended with ${child.exitCode}`);
      return (await status(`http://127.0.0.1:${port}/readyz`)) === 200;
    },
    "the host was ready",
    { everyMs: 3 },
  );
  const readyMs = nowMs() - started;
  await end(child);
  return readyMs;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

/** Status of the answer; 0 while nobody listens. */
function status(url: string): Promise<number> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    }).once("error", () => resolve(0));
  });
}
