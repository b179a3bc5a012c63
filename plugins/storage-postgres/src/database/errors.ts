import { AppError, ERROR_CODES, type ErrorCode, isAppError } from "@open-cowork/shared";

/** SQLSTATE classes and codes that say: the server is not there, or not for us now. */
const UNAVAILABLE = /^(08|57P0|53)/;
const NETWORK = new Set(["ECONNREFUSED", "ECONNRESET", "ENOENT", "ENOTFOUND", "EPIPE", "ETIMEDOUT", "EAI_AGAIN", "EHOSTUNREACH"]);
const LOST = /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Cannot use a pool after calling end/;

/** Maps what the driver throws onto codes of the product. What is our own mistake stays as it is and becomes `internal` at the surface. */
export function toAppError(error: unknown): unknown {
  if (isAppError(error) || !(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "OCERR" && Object.hasOwn(ERROR_CODES, error.message)) return new AppError(error.message as ErrorCode, { cause: error });
  if (code === "OC404") return new AppError("session.not_found", { cause: error });
  if (code === "OC409") return new AppError(error.message === "question" ? "question.not_pending" : "approval.not_pending", { cause: error });
  // A text with a NUL cannot be stored, so nothing by that name exists.
  if (code === "22021") return new AppError("request.invalid", { cause: error });
  if (code === "28P01" || code === "28000" || code === "3D000") {
    return new AppError("storage.unavailable", {
      message: `The database refused the connection: ${error.message}. Check user, password and database name in the storage url.`,
      cause: error,
    });
  }
  if (UNAVAILABLE.test(code) || NETWORK.has(code) || LOST.test(error.message)) {
    return new AppError("storage.unavailable", {
      message: "The database cannot be reached. Check that it runs and that the storage url is right.",
      cause: error,
    });
  }
  return error;
}
