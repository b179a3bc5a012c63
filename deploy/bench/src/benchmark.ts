import type { Measurement } from "./measure/measurement.js";

/** What a benchmark gets from the runner. */
export interface BenchContext {
  /** Only show that everything works: tiny sizes, figures without meaning. */
  smoke: boolean;
  /** Picks the size for this kind of run. */
  size(full: number, smoke: number): number;
  /** Aborts when the person stops the run. */
  signal: AbortSignal;
  /** A line of progress on standard error. */
  note(line: string): void;
  /** Runs when the benchmark is over in any way, Ctrl-C included; last in, first out. */
  defer(cleanup: () => void | Promise<void>): void;
}

/** One comparison of Open Cowork with the bare thing beneath it. */
export interface Benchmark {
  /** One line: what is measured against what. */
  about: string;
  run(context: BenchContext): Promise<Measurement[]>;
}
