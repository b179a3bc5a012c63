import type { IncomingHttpHeaders } from "node:http";

/** Of the connection, not of the message (RFC 9110, 7.6.1), and what the relay sets itself. */
const NOT_PASSED = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "host",
]);
/** The engine's token, which is nothing to the provider, and ids that tell it who talks. The length is set anew. */
const KEPT_BACK = new Set(["content-length", "authorization", "x-api-key", "cookie", "x-session-id", "x-session-affinity"]);

export function requestHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return passed(headers, (name) => !NOT_PASSED.has(name) && !KEPT_BACK.has(name));
}

export function responseHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return passed(headers, (name) => !NOT_PASSED.has(name) && name !== "set-cookie");
}

function passed(headers: IncomingHttpHeaders, keep: (name: string) => boolean): Record<string, string> {
  const entries = Object.entries(headers).filter(([name, value]) => value !== undefined && keep(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : String(value)]));
}
