import { token } from "./token.js";

export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Record<string, unknown>;

/**
 * Structured log. `event` is a fixed dotted name (`delivery.deferred`), fields are ids, counts and durations:
 * never message text, tokens or whole payloads. Errors go in the field `error`.
 */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  child(fields: LogFields): Log;
}
export const LOG = token<Log>("kernel.log");

/** Writes nowhere. */
export const silentLog: Log = { debug: noop, info: noop, warn: noop, error: noop, child: () => silentLog };
function noop(): void {
  return;
}
