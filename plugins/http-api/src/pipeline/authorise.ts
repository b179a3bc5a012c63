import { demand } from "@open-cowork/core/authority";
import type { Step } from "./state.js";

/** Holds the principal's role against the declared permission. What depends on the body (a command's kind) is the handler's to demand on top. */
export function authorise(): Step {
  return (ctx, next) => {
    const { access } = ctx.state.route!;
    if (access !== "public" && access !== "signed-in") demand(ctx.state.principal, access);
    return next();
  };
}
