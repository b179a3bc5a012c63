import type { BenchContext } from "./benchmark.js";
import { Cleanups } from "./harness/cleanups.js";
import type { ResultRow } from "./measure/measurement.js";
import type { LoadBenchmark } from "./registry.js";
import { toRow } from "./report.js";

/** A benchmark that could not run. */
export interface Failure {
  id: string;
  error: unknown;
}

export interface RunOptions {
  smoke: boolean;
  signal: AbortSignal;
  note(line: string): void;
  /** Called with the rows of a benchmark as soon as it has them. */
  onRows(rows: ResultRow[]): void;
}

/**
 * Runs one benchmark after the other, each cleaned up before the next. One that fails does not stop the others; an abort does.
 * Resolves with those that could not run.
 */
export async function runAll(benchmarks: ReadonlyMap<string, LoadBenchmark>, options: RunOptions): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const [id, load] of benchmarks) {
    if (options.signal.aborted) break;
    const started = performance.now();
    const cleanups = new Cleanups();
    try {
      const { benchmark } = await load();
      options.note(`${id}: ${benchmark.about}`);
      const measurements = await untilAborted(benchmark.run(contextFor(id, cleanups, options)), options.signal);
      options.onRows(measurements.map((measurement) => toRow(id, measurement)));
    } catch (error) {
      if (!options.signal.aborted) failures.push({ id, error });
    } finally {
      for (const error of await cleanups.run()) failures.push({ id, error });
    }
    options.note(`${id}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  return failures;
}

function contextFor(id: string, cleanups: Cleanups, { smoke, signal, note }: RunOptions): BenchContext {
  return {
    smoke,
    signal,
    size: (full, tiny) => (smoke ? tiny : full),
    note: (line) => note(`${id}: ${line}`),
    defer: (cleanup) => cleanups.add(cleanup),
  };
}

/** The benchmark's answer, or the abort if that comes first; what the benchmark throws afterwards is a consequence of the clean-up. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}
