import { mkdirSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import type { Log, LogFields, LogLevel } from "@open-cowork/core/kernel";
import { pino } from "pino";
import { redact } from "./redact.js";

/** Beyond this size a log file is set aside as `.1` at the next start, replacing the one before. */
const ROTATE_BYTES = 20 * 1024 * 1024;

export interface HostLog extends Log {
  /** Gives the file back. What is logged afterwards is dropped. */
  close(): void;
}

export interface LogOptions {
  /** `debug`, `info`, `warn`, `error`. Default `info`. */
  level?: string;
  /** A file, or standard error for containers and service managers. */
  to: { file: string } | "stderr";
}

/** One JSON object a line: `time`, `level`, `event`, then the fields, redacted. */
export function createLog({ level = "info", to }: LogOptions): HostLog {
  if (to !== "stderr") rotate(to.file);
  const destination = pino.destination({ dest: to === "stderr" ? 2 : to.file, sync: true });
  // A full disk costs lines of the log, never the host.
  destination.on("error", () => undefined);
  const options: pino.LoggerOptions = {
    level,
    messageKey: "event",
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => redact(fields) as Record<string, unknown>,
    },
    // Errors are rendered by `redact`, so that their causes are covered too.
    serializers: { err: (value: unknown) => value },
  };
  const state = { open: true };
  return {
    ...adapt(pino(options, destination), state),
    close() {
      if (state.open && to !== "stderr") destination.end();
      state.open = false;
    },
  };
}

function adapt(logger: pino.Logger, state: { open: boolean }): Log {
  const at = (level: LogLevel) => (event: string, fields?: LogFields) => {
    if (!state.open) return;
    try {
      logger[level](fields ?? {}, event);
    } catch {
      // The line could not be written; there is no other place to say so.
    }
  };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (fields) => adapt(logger.child(redact(fields) as LogFields), state),
  };
}

function rotate(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > ROTATE_BYTES) renameSync(file, `${file}.1`);
}
