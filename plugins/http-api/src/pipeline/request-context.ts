import type { Principal, RequestContext } from "@open-cowork/core/kernel";
import { AppError } from "@open-cowork/shared";
import type { ApiContext, Step } from "./state.js";

/** The first argument of handlers. Most never look at `signal`, so it is made when one does. */
class HttpRequestContext implements RequestContext {
  readonly tenant: string;
  readonly principal: Principal;
  readonly traceId: string;
  readonly #res: ApiContext["res"];
  #signal: AbortSignal | undefined;

  constructor(ctx: ApiContext) {
    this.principal = ctx.state.principal;
    this.tenant = this.principal.tenant;
    this.traceId = ctx.state.traceId;
    this.#res = ctx.res;
  }

  /** Aborts when the client has gone before it was answered. */
  get signal(): AbortSignal {
    if (!this.#signal) {
      const abort = new AbortController();
      this.#signal = abort.signal;
      if (this.#res.destroyed) abort.abort(new AppError("stopping"));
      else this.#res.once("close", () => !this.#res.writableFinished && abort.abort(new AppError("stopping")));
    }
    return this.#signal;
  }
}

export function requestContext(): Step {
  return (ctx, next) => {
    ctx.state.request = new HttpRequestContext(ctx);
    return next();
  };
}
