import { performance } from "node:perf_hooks";
import type { Metrics } from "../metrics/metrics.js";
import type { Step } from "./state.js";

/** Records how long each request took, by declared route and status. */
export function measure(metrics: Metrics): Step {
  return async (ctx, next) => {
    const started = performance.now();
    // Kept here, because a stream's state is let go when it opens.
    const { state } = ctx;
    await next();
    metrics.httpDuration.observe(
      { method: ctx.method, route: state.pattern ?? "static", status: String(ctx.res.statusCode) },
      (performance.now() - started) / 1000,
    );
  };
}
