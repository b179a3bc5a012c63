import type { SendOutcome } from "@open-cowork/shared";
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from "@slack/web-api";

const UNAUTHORISED: ReadonlySet<string> = new Set([
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "missing_scope",
  "no_permission",
]);
const GONE: ReadonlySet<string> = new Set([
  "channel_not_found",
  "is_archived",
  "not_in_channel",
  "user_not_found",
  "cannot_dm_bot",
  "restricted_action",
  "message_not_found",
  "thread_not_found",
]);
const OVERLOADED: ReadonlySet<string> = new Set([
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "request_timeout",
  "team_added_to_org",
  "ratelimited",
]);
const LATER_MS = 5_000;

/** What a failed call means for the message: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
export function outcomeOf(error: unknown, verb: "send" | "edit"): SendOutcome {
  const reason = reasonOf(error);
  if (error instanceof WebAPIRateLimitedError) return { state: "deferred", retryAfterMs: error.retryAfter * 1_000, reason };
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (OVERLOADED.has(code)) return { state: "deferred", retryAfterMs: LATER_MS, reason };
    if (UNAUTHORISED.has(code)) return { state: "refused", code: "unauthorised", reason };
    if (GONE.has(code)) return { state: "refused", code: "gone", reason };
    if (code === "msg_too_long") return { state: "refused", code: "too_long", reason };
    if (code === "cant_update_message" || code === "edit_window_closed") return { state: "refused", code: "not_allowed", reason };
    return { state: "refused", code: "bad_content", reason };
  }
  if (error instanceof WebAPIHTTPError) {
    if (error.statusCode === 401 || error.statusCode === 403) return { state: "refused", code: "unauthorised", reason };
    return { state: "deferred", retryAfterMs: LATER_MS, reason };
  }
  // An edit says the same again when it is repeated; a message would stand there twice.
  if (verb === "edit" || neverLeft(error)) return { state: "deferred", retryAfterMs: LATER_MS, reason };
  return { state: "unknown", reason };
}

/** What went wrong in a few words, without the request: that holds a token. */
export function reasonOf(error: unknown): string {
  if (error instanceof WebAPIRateLimitedError) return "Slack asks to slow down";
  if (error instanceof WebAPIPlatformError) return `Slack answered ${error.data.error}`;
  if (error instanceof WebAPIHTTPError) return `Slack answered with status ${error.statusCode}`;
  if (error instanceof WebAPIRequestError) return neverLeft(error) ? "Slack could not be reached" : "Slack did not answer in time";
  return "the message could not be sent";
}

/** The connection was never made, so Slack has heard nothing. */
function neverLeft(error: unknown): boolean {
  for (let at: unknown = error; typeof at === "object" && at !== null; at = (at as { original?: unknown }).original ?? (at as { cause?: unknown }).cause) {
    const code = (at as { code?: unknown }).code;
    if (code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "UND_ERR_CONNECT_TIMEOUT") return true;
  }
  return false;
}
