/** Summary of a set of samples, in the unit of the samples. */
export interface Stats {
  n: number;
  p50: number;
  p95: number;
  p99: number;
  mean: number;
  max: number;
}

/** @throws Error when there are no samples: a benchmark without samples has not run. */
export function statsOf(samples: readonly number[]): Stats {
  if (samples.length === 0) throw new Error("No samples were taken");
  const sorted = Float64Array.from(samples).sort();
  const mean = sorted.reduce((sum, sample) => sum + sample, 0) / sorted.length;
  return { n: sorted.length, p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), p99: quantile(sorted, 0.99), mean, max: sorted.at(-1) as number };
}

/** Linear interpolation between the two nearest ranks. */
function quantile(sorted: Float64Array, q: number): number {
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (position - below);
}
