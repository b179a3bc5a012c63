import { demand } from "@open-cowork/core/authority";
import { AppError } from "@open-cowork/shared";
import type { Step } from "./state.js";

/**
 * Holds the principal's role against the declared permission. What depends on the body (a command's kind) is the handler's to demand on top. What everyone
 * signed in may do is for people: the token of a gateway reaches the channels and nothing else.
 */
export function authorise(): Step {
  return (ctx, next) => {
    const { access } = ctx.state.route!;
    const { principal } = ctx.state;
    if (access === "signed-in" && principal.role === "gateway") throw new AppError("auth.forbidden");
    if (access !== "public" && access !== "signed-in") demand(principal, access);
    return next();
  };
}
