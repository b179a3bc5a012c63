import { AppError, isAppError } from "@open-cowork/shared";
import { t } from "../../i18n/t.js";

/** Any thrown thing as an AppError, so that a screen always has a sentence and a code to show. */
export function asAppError(error: unknown): AppError {
  return isAppError(error) ? error : new AppError("internal", { message: t("error.unexpected"), cause: error });
}

/** The technical part, for a bug report: code, sentence, details. No secrets are ever in an AppError. */
export function errorDetails(error: AppError, where: string): string {
  const lines = [`${error.code}: ${error.message}`, `at ${where}`, `on ${new Date().toISOString()}`];
  if (error.details !== undefined) lines.push(JSON.stringify(error.details, undefined, 2));
  if (error.cause instanceof Error) lines.push(`cause: ${error.cause.name}: ${error.cause.message}`);
  return lines.join("\n");
}
