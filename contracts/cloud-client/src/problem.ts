import { AppError, ERROR_CODES, ERROR_KINDS, type ErrorCode, type ErrorKind, isAppError } from "@open-cowork/shared";

/** Stand-in codes for answers that carry none we know: a newer server, or a proxy that answered in its place. */
const BY_KIND: Record<ErrorKind, ErrorCode> = {
  invalid: "request.invalid",
  unauthenticated: "auth.invalid",
  forbidden: "auth.forbidden",
  not_found: "request.route_unknown",
  method: "request.method_not_allowed",
  slow: "request.too_slow",
  conflict: "request.invalid",
  too_large: "request.too_large",
  unsupported: "request.unsupported_type",
  range: "request.range_unsatisfiable",
  limited: "request.rate_limited",
  headers: "request.headers_too_large",
  internal: "internal",
  unavailable: "host.unreachable",
  timeout: "host.unreachable",
};

/** The error that a failed answer describes. Reads the body; never throws for a body of the wrong shape. */
export async function problemOf(response: Response): Promise<AppError> {
  const problem = await bodyOf(response);
  const known = typeof problem.code === "string" && Object.hasOwn(ERROR_CODES, problem.code);
  const code = known ? (problem.code as ErrorCode) : BY_KIND[kindOf(response.status)];
  const retryAfter = Number(response.headers.get("retry-after"));
  return new AppError(code, {
    message: typeof problem.detail === "string" ? problem.detail : undefined,
    details: problem.errorId === undefined ? problem.details : { errorId: problem.errorId },
    retryAfterMs: typeof problem.retryAfterMs === "number" ? problem.retryAfterMs : retryAfter > 0 ? retryAfter * 1000 : undefined,
  });
}

/** What a failed fetch means: the caller's own abort stays what it is, all else is `host.unreachable`. */
export function networkError(cause: unknown, callerAborted: boolean): unknown {
  if (isAppError(cause) || callerAborted) return cause;
  return new AppError("host.unreachable", { cause });
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  if (!response.headers.get("content-type")?.includes("json")) {
    await response.body?.cancel();
    return {};
  }
  try {
    const body: unknown = await response.json();
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    // Cut or garbled on the way: the status alone has to do.
    return {};
  }
}

function kindOf(status: number): ErrorKind {
  for (const [kind, value] of Object.entries(ERROR_KINDS)) if (value === status) return kind as ErrorKind;
  if (status === 502) return "unavailable";
  return status >= 500 ? "internal" : "invalid";
}
