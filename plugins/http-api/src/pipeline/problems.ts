import { randomUUID } from "node:crypto";
import type { Clock, Log } from "@open-cowork/core/kernel";
import { AppError, ERROR_CODES, ERROR_KINDS, isAppError, type Problem } from "@open-cowork/shared";
import { drain } from "./drain.js";
import { awaitsInvitation } from "./invitation.js";
import type { ApiContext, Step } from "./state.js";

/** Turns whatever is thrown into problem details (RFC 9457). Unknown errors become `internal`; their text and stack stay in the log, under `errorId`. */
export function problems(log: Log, clock: Clock): Step {
  return async (ctx, next) => {
    try {
      await next();
      // A body that the route does not read.
      if (ctx.respond !== false) await drain(ctx.req, ctx.res, clock);
    } catch (cause) {
      if (ctx.respond === false || ctx.headerSent) {
        log.warn("http.answer_broken", { traceId: ctx.state.traceId, route: ctx.state.pattern, error: cause });
        ctx.res.destroy();
        return;
      }
      const problem = problemOf(cause, ctx, log);
      answerProblem(ctx, problem);
      // Who was too slow has been waited for already, and who waits to be asked for a body sends none.
      if (problem.status === ERROR_KINDS.slow || awaitsInvitation(ctx.req)) ctx.set("connection", "close");
      else await drain(ctx.req, ctx.res, clock);
    }
  };
}

function problemOf(cause: unknown, ctx: ApiContext, log: Log): Problem {
  const error = isAppError(cause) ? cause : new AppError("internal", { cause });
  const fields = { traceId: ctx.state.traceId, route: ctx.state.pattern, code: error.code };
  let errorId: string | undefined;
  if (error.kind === "internal") {
    errorId = randomUUID();
    log.error("http.internal", { ...fields, errorId, error: cause });
  } else if (error.kind === "unavailable" || error.kind === "timeout") log.warn("http.unavailable", { ...fields, error: cause });
  else log.debug("http.refused", fields);
  return {
    type: `urn:open-cowork:problem:${error.code}`,
    title: ERROR_CODES[error.code][1],
    status: ERROR_KINDS[error.kind],
    code: error.code,
    detail: error.message,
    ...(error.details === undefined ? {} : { details: error.details }),
    ...(errorId === undefined ? {} : { errorId }),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  };
}

function answerProblem(ctx: ApiContext, problem: Problem): void {
  ctx.status = problem.status;
  ctx.set("content-type", "application/problem+json; charset=utf-8");
  ctx.set("cache-control", "no-store");
  if (problem.retryAfterMs !== undefined) ctx.set("retry-after", String(Math.max(1, Math.ceil(problem.retryAfterMs / 1000))));
  if (problem.status === 401) ctx.set("www-authenticate", 'Bearer realm="open-cowork"');
  if (problem.status === ERROR_KINDS.range) ctx.set("content-range", `bytes */${(problem.details as { bytes: number }).bytes}`);
  ctx.body = JSON.stringify(problem);
}
