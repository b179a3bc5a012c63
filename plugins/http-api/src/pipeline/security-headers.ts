import type { Step } from "./state.js";

/** For the UI and every answer that does not set a stricter one. No inline script or style, nothing from elsewhere, nobody may frame it. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
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

export function securityHeaders(secure: boolean): Step {
  return (ctx, next) => {
    for (const [name, value] of ENTRIES) ctx.res.setHeader(name, value);
    if (secure) ctx.res.setHeader("strict-transport-security", HSTS);
    return next();
  };
}
