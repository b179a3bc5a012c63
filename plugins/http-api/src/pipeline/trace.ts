import { randomBytes } from "node:crypto";
import { ANONYMOUS } from "@open-cowork/core/transport";
import { headerOf, type Step } from "./state.js";

/** Trace id of a W3C traceparent header (https://www.w3.org/TR/trace-context/#traceparent-header). */
const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}/;

/** Gives the request its trace id (the caller's, where one came) and its client address. First step: everything after may log. */
export function trace(trustedProxies: number): Step {
  return (ctx, next) => {
    ctx.state.traceId = TRACEPARENT.exec(headerOf(ctx, "traceparent") ?? "")?.[1] ?? randomBytes(16).toString("hex");
    ctx.state.remote = clientAddress(ctx.req.socket.remoteAddress ?? "", headerOf(ctx, "x-forwarded-for"), trustedProxies);
    ctx.state.params = {};
    ctx.state.principal = ANONYMOUS;
    return next();
  };
}

/** The entry that the outermost trusted proxy added; what stands left of it is the client's own claim. */
export function clientAddress(socketAddress: string, forwardedFor: string | undefined, trustedProxies: number): string {
  if (trustedProxies === 0 || forwardedFor === undefined) return socketAddress;
  const hops = forwardedFor.split(",").map((hop) => hop.trim());
  return hops[Math.max(0, hops.length - trustedProxies)] || socketAddress;
}
