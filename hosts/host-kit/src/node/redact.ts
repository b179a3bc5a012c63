import { isSecret } from "@open-cowork/shared";

/** Field names whose values never belong in a log, whatever they hold. Matches the end, so `usedTokens` stays readable and `apiToken` does not. */
const PRIVATE = /(secret|token|password|passphrase|api[-_]?key|authorization|cookie|credential|link)$/i;
const MAX_DEPTH = 6;

/** A copy of log fields fit for a file: secrets and key-like fields replaced, errors as name, code, message and stack. */
export function redact(value: unknown, depth = 0): unknown {
  if (isSecret(value)) return value.toString();
  if (value instanceof Error) {
    const { name, message, stack, cause, code } = value as Error & { code?: unknown };
    return { name, code, message, stack, cause: cause === undefined ? undefined : redact(cause, depth + 1) };
  }
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return "[deep]";
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hides(key, item) ? "[redacted]" : redact(item, depth + 1)]));
}

function hides(key: string, value: unknown): boolean {
  return typeof value === "string" && value !== "" && PRIVATE.test(key);
}
