import { GrammyError, HttpError } from "grammy";

/**
 * Why a request brought no result. answered: the platform said no. unreachable: nothing was written. lost: it was written, at least in part, and no answer came.
 * Texts hold codes and what the platform says, never an address: that one has the token in it.
 */
export type Failure =
  | { kind: "answered"; code: number; description: string; retryAfterMs?: number; migratedTo?: string }
  | { kind: "unreachable"; reason: string }
  | { kind: "lost"; reason: string };

/** Thrown by every request to the Bot API. Without a cause: those of HTTP clients name the address. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  constructor(
    readonly method: string,
    readonly failure: Failure,
  ) {
    super(`${method}: ${describe(failure)}`);
  }
}

/** One line for operators. */
export function describe(failure: Failure): string {
  return failure.kind === "answered" ? `${failure.code} ${failure.description}` : failure.reason;
}

/** Reads an error of grammY. `secret` is cut out of whatever the platform says. */
export function failureOf(error: unknown, secret: string): Failure {
  if (error instanceof GrammyError) {
    const { retry_after: seconds, migrate_to_chat_id: chat } = error.parameters;
    return {
      kind: "answered",
      code: error.error_code,
      description: error.description.replaceAll(secret, "[token]").slice(0, 300),
      ...(seconds === undefined ? {} : { retryAfterMs: seconds * 1_000 }),
      ...(chat === undefined ? {} : { migratedTo: String(chat) }),
    };
  }
  const code = errorCode(error instanceof HttpError ? error.error : error);
  const reason = code ?? "the connection broke";
  return code !== undefined && neverWritten(code) ? { kind: "unreachable", reason } : { kind: "lost", reason };
}

/** Names of system errors, of TLS and of the HTTP client: `ECONNREFUSED`, `CERT_HAS_EXPIRED`, `UND_ERR_SOCKET`. Searched through causes and parts. */
function errorCode(error: unknown, depth = 0): string | undefined {
  if (typeof error !== "object" || error === null || depth > 4) return undefined;
  const { code, syscall, cause, errors } = error as { code?: unknown; syscall?: unknown; cause?: unknown; errors?: unknown };
  if (typeof code === "string" && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) return syscall === "connect" ? `${code} on connect` : code;
  return errorCode(cause, depth + 1) ?? (Array.isArray(errors) ? errorCode(errors[0], depth + 1) : undefined);
}

/** Failures from before the first byte of a request: names, connections, TLS. */
function neverWritten(code: string): boolean {
  return (
    code.endsWith(" on connect") || /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$|CERT|TLS|SSL|UNABLE_TO_/.test(code)
  );
}
