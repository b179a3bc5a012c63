/** How long to wait before the n-th try (from 1): doubled each time up to `capMs`, and of that a random half to all, so that many clients do not return at once. */
export function backoffMs(attempt: number, options: { baseMs: number; capMs: number; random: () => number }): number {
  const full = Math.min(options.capMs, options.baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full / 2 + (options.random() * full) / 2);
}
