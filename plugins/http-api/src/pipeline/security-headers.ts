import type { Step } from "./state.js";

/** For the UI and every answer that does not set a stricter one. No inline script or style, nothing from elsewhere, nobody may frame it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), payment=(), usb=()",
};

const ENTRIES = Object.entries(SECURITY_HEADERS);
/** Two years, as the preload list asks; only where people arrive over https. */
const HSTS = "max-age=63072000";

/**
 * Adds what the answer has not set itself. Done on the way out, so that an event stream, which has sent a head of its own by then, carries
 * none of them through its long life.
 */
export function securityHeaders(secure: boolean): Step {
  const entries = secure ? [...ENTRIES, ["strict-transport-security", HSTS] as const] : ENTRIES;
  return async (ctx, next) => {
    await next();
    if (ctx.res.headersSent) return;
    ctx.res.setHeader("x-request-id", ctx.state.traceId);
    for (const [name, value] of entries) if (!ctx.res.hasHeader(name)) ctx.res.setHeader(name, value);
  };
}
