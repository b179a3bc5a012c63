/** Longer than that nobody means it. */
const MOST_MS = 24 * 3_600_000;

/** Retry-After in either of its forms, seconds or an HTTP date (RFC 9110 section 10.2.3). Undefined when it is neither. */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? "";
  const ms = /^\d+$/.test(text)
    ? Number(text) * 1_000
    : /^[A-Z][a-z]{2}[a-z]*,? /.test(text)
      ? Date.parse(text.endsWith("GMT") ? text : `${text} GMT`) - now
      : Number.NaN;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, Math.ceil(ms)), MOST_MS);
}
