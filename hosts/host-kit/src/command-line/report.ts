import { formatProblem, problemsOf } from "@open-cowork/core/host";
import { type AppError, type ErrorCode, isAppError } from "@open-cowork/shared";

/** What an operator does next after a failure of that code, where the error itself does not say it. */
export type NextSteps = Partial<Record<ErrorCode, string>>;

/** Prints a result: the text for people, or the value as one line of JSON. */
export function report(json: boolean | undefined, value: unknown, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : text === "" ? "" : `${text}\n`);
}

/** Prints a failure, never a stack. With `json` it goes to standard output as `{ "error": … }`, so that there is always one document to parse. */
export function reportFailure(json: boolean, thrown: unknown, nextSteps: NextSteps): void {
  const error = describe(thrown, nextSteps);
  if (json) process.stdout.write(`${JSON.stringify({ error })}\n`);
  else process.stderr.write(`${lines(error).join("\n")}\n`);
}

interface Failure {
  code: string;
  message: string;
  next?: string;
  problems?: string[];
}

function describe(thrown: unknown, nextSteps: NextSteps): Failure {
  if (!isAppError(thrown)) return { code: "internal", message: thrown instanceof Error ? thrown.message : String(thrown), next: nextSteps.internal };
  const found = problemsOf(thrown);
  const problems = found.length ? found.map(formatProblem) : undefined;
  // A single problem says itself what to do; a list of them needs a last word.
  const next = found.length === 1 && found[0]?.hint ? undefined : nextSteps[thrown.code];
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
