import { PlatformError } from "./platform-api.js";

/** For what passes by itself, without the platform naming a time. */
const SOON_MS = 2_000;
/** Failures before a byte of the request left. */
const NEVER_LEFT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/**
 * What became of a request. deferred: it is not there, and is tried again. refused: it never will be. unknown: the platform may or may not have it, so it is
 * not simply said again.
 *
 * @param {unknown} error
 * @returns {import("@open-cowork/shared").SendOutcome}
 */
export function outcomeOf(error) {
  if (!(error instanceof PlatformError)) {
    const code = error?.cause?.code ?? error?.name ?? "no answer";
    if (NEVER_LEFT.test(code)) return { state: "deferred", retryAfterMs: SOON_MS, reason: `the platform cannot be reached (${code})` };
    return { state: "unknown", reason: `no answer came (${code})` };
  }
  const { status, retryAfterMs, message: reason } = error;
  if (status === 429 || status >= 500) return { state: "deferred", retryAfterMs: retryAfterMs ?? SOON_MS, reason };
  if (status === 401 || status === 403) return { state: "refused", code: "unauthorised", reason };
  if (status === 404 || status === 410) return { state: "refused", code: "gone", reason };
  return { state: "refused", code: "bad_content", reason };
}
