import { parseArguments, UsageError } from "./arguments.js";
import type { ResultRow } from "./measure/measurement.js";
import { REGISTRY } from "./registry.js";
import { renderTable } from "./report.js";
import { runAll } from "./runner.js";

/** Exit codes: 0 all benchmarks ran (a missed target is reported, not an error), 1 one could not run, 2 wrong usage, 130 stopped by the person. */
async function main(): Promise<number> {
  const { ids, smoke, json } = parseArguments(process.argv.slice(2), [...REGISTRY.keys()]);
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort(new Error(`Stopped by ${name}`)));
  const note = (line: string) => void process.stderr.write(`${line}\n`);
  const rows: ResultRow[] = [];
  const chosen = new Map([...REGISTRY].filter(([id]) => ids.includes(id)));
  const failures = await runAll(chosen, { smoke, signal: stop.signal, note, onRows: (more) => rows.push(...more) });
  if (smoke) note("Smoke run: sizes are tiny, the figures mean nothing.");
  process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : `${renderTable(rows)}\n`);
  for (const { id, error } of failures) note(`${id} could not run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  if (stop.signal.aborted) return 130;
  return failures.length > 0 ? 1 : 0;
}

try {
  // Everything was cleaned up: a keep-alive socket that idles is no reason to wait.
  process.exit(await main());
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}
