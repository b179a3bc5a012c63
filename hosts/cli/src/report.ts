import { formatProblem, problemsOf } from "@open-cowork/core/host";
import { type AppError, type ErrorCode, isAppError } from "@open-cowork/shared";

/** What an operator does next, where the error itself does not say it. */
const NEXT_STEPS: Partial<Record<ErrorCode, string>> = {
  "config.invalid": "Correct it, then run open-cowork config check.",
  "config.unreadable": "Check the path and its permissions.",
  "plugin.refused": "Correct cloud.plugins in the config.",
  "host.data_dir": "Choose another directory with --data-dir or OPEN_COWORK_DATA_DIR.",
  "host.already_running": "Use open-cowork link for a sign-in link, or stop that host first.",
  "host.not_running": "open-cowork start prints a link when it is ready.",
  "runtime.missing": "Run npm ci again, then open-cowork doctor.",
  "storage.unavailable": "Run open-cowork doctor.",
  internal: "Run open-cowork doctor; the log is in the data directory.",
  "plugin.failed": "The log in the data directory has the details.",
};

/** Prints a result: the text for people, or the value as one line of JSON. */
export function report(json: boolean | undefined, value: unknown, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : text === "" ? "" : `${text}\n`);
}

/** Prints a failure, never a stack. With `json` it goes to standard output as `{ "error": … }`, so that there is always one document to parse. */
export function reportFailure(json: boolean, thrown: unknown): void {
  const error = describe(thrown);
  if (json) process.stdout.write(`${JSON.stringify({ error })}\n`);
  else process.stderr.write(`${lines(error).join("\n")}\n`);
}

interface Failure {
  code: string;
  message: string;
  next?: string;
  problems?: string[];
}

function describe(thrown: unknown): Failure {
  if (!isAppError(thrown)) return { code: "internal", message: thrown instanceof Error ? thrown.message : String(thrown), next: NEXT_STEPS.internal };
  const found = problemsOf(thrown);
  const problems = found.length ? found.map(formatProblem) : undefined;
  // A single problem says itself what to do; a list of them needs a last word.
  const next = found.length === 1 && found[0]?.hint ? undefined : NEXT_STEPS[thrown.code];
  return { code: thrown.code, message: summary(thrown, found.length), next, problems };
}

function summary(error: AppError, problems: number): string {
  if (problems < 2) return error.message;
  return `${problems} problems were found`;
}

function lines({ code, message, next, problems = [] }: Failure): string[] {
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  const list = problems.length > 1 ? problems.map((problem) => `  ${problem}`) : [];
  return [`Error: ${sentence}${next ? ` ${next}` : ""} (${code})`, ...list];
}

/** Columns padded to their widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
