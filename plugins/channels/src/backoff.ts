/** Exponential with jitter: the n-th pause (from 1) lies between half of and the whole of `firstMs` × 2ⁿ⁻¹, capped. */
export function backoffMs(attempt: number, { firstMs, mostMs }: { firstMs: number; mostMs: number }, random: () => number = Math.random): number {
  const ceiling = Math.min(mostMs, firstMs * 2 ** Math.min(Math.max(0, attempt - 1), 30));
  return Math.round(ceiling * (0.5 + random() / 2));
}
