import { AppError } from "@open-cowork/shared";
import { headerOf, type Step } from "./state.js";

export const DEFAULT_MAX_BYTES = 1024 * 1024;

/** Refuses a body that says itself that it is too large, before anything else is spent on it. What is read is counted again while reading. */
export function sizeLimit(): Step {
  return (ctx, next) => {
    const limit = ctx.state.route?.maxBytes ?? DEFAULT_MAX_BYTES;
    if (Number(headerOf(ctx, "content-length") ?? 0) > limit) throw new AppError("request.too_large", { details: { maxBytes: limit } });
    return next();
  };
}
