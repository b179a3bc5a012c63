import type { Target } from "./target.js";

/** One figure of a benchmark, next to the same figure of the bare thing. */
export interface Measurement {
  /** Stable name within the benchmark. */
  metric: string;
  value: number;
  unit: string;
  /** The bare counterpart's figure, in the same unit. */
  baseline?: number;
  /** Ours by the bare one. Computed from `value` and `baseline` when absent. */
  ratio?: number;
  /** Of our samples, in `unit` unless the metric's name says otherwise. */
  p50?: number;
  p95?: number;
  /** How many samples the figure rests on. */
  n: number;
  must?: Target;
  aim?: Target;
}

/** A measurement as `--json` prints it: every field always there. */
export interface ResultRow {
  id: string;
  metric: string;
  value: number;
  unit: string;
  baseline: number | null;
  ratio: number | null;
  p50: number | null;
  p95: number | null;
  n: number;
  must: string | null;
  aim: string | null;
  /** False when a `must` was missed. */
  ok: boolean;
}
