import { AppError, type ErrorCode } from "@open-cowork/shared";

/** One thing wrong with what a host was given, in words for its operator. Never holds a secret. */
export interface Problem {
  /** Where: `cloud.plugins[1].config.url`, a file with line and column, or the name of a plugin. */
  path: string;
  message: string;
  /** What to write or do instead. */
  hint?: string;
  /** What set the value: a file, a variable, a flag. */
  source?: string;
}

/** `path: message (from source). hint` */
export function formatProblem({ path, message, hint, source }: Problem): string {
  return `${path}: ${message.replace(/\.$/, "")}${source ? ` (from ${source})` : ""}${hint ? `. ${hint}` : ""}`;
}

/** An error that carries all the problems at once, as `details.problems`. */
export function problemError(code: ErrorCode, problems: readonly Problem[]): AppError {
  const [first] = problems;
  const more = problems.length > 1 ? ` and ${problems.length - 1} more` : "";
  return new AppError(code, { message: first ? `${formatProblem(first)}${more}` : undefined, details: { problems } });
}

/** The problems of an error made by {@link problemError}; none for any other. */
export function problemsOf(error: AppError): readonly Problem[] {
  const details = error.details as { problems?: Problem[] } | undefined;
  return Array.isArray(details?.problems) ? details.problems : [];
}
