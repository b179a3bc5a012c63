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
/** Of a message that would be taken without formatting and buttons in blocks. */
const FORMAT: ReadonlySet<string> = new Set(["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"]);
const LATER_MS = 5_000;

/** Something went wrong before anybody could see anything of the message. */
export class NothingSaid extends Error {
  constructor(cause: unknown) {
    super("nothing was said yet", { cause });
  }
}

/** The file is not what it was said to be; trying again changes nothing. */
export class WrongFile extends Error {
  constructor(
    readonly code: "too_large" | "bad_content",
    message: string,
  ) {
    super(message);
  }
}

/** Slack took a file, and nobody has seen it yet. */
export class NotShared extends Error {
  constructor() {
    super("Slack took the file and did not show it in time");
  }
}

/** Slack would not take the message in this form. */
export function isFormatRefusal(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && FORMAT.has(error.data.error);
}

/**
 * What a failed call means for the message: https://docs.slack.dev/reference/methods/chat.postMessage#errors
 * @param repeatable To do it twice is the same as once, so that nothing is left unknown: true of an edit, and before anything was said.
 */
export function outcomeOf(error: unknown, repeatable: boolean): SendOutcome {
  if (error instanceof NothingSaid) return outcomeOf(error.cause, true);
  const reason = reasonOf(error);
  if (error instanceof WrongFile) return { state: "refused", code: error.code, reason };
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
  if (repeatable || neverLeft(error)) return { state: "deferred", retryAfterMs: LATER_MS, reason };
  return { state: "unknown", reason };
}

/** What went wrong in a few words, without the request: that holds a token. */
export function reasonOf(error: unknown): string {
  if (error instanceof NothingSaid) return reasonOf(error.cause);
  if (error instanceof WrongFile || error instanceof NotShared) return error.message;
  if (error instanceof WebAPIRateLimitedError) return "Slack asks to slow down";
  if (error instanceof WebAPIPlatformError) return `Slack answered ${error.data.error}`;
  if (error instanceof WebAPIHTTPError) return `Slack answered with status ${error.statusCode}`;
  if (error instanceof WebAPIRequestError) return neverLeft(error) ? "Slack could not be reached" : "Slack did not answer in time";
  return "the message or its file could not be read or sent";
}

/** The connection was never made, so Slack has heard nothing. */
function neverLeft(error: unknown): boolean {
  for (let at: unknown = error; typeof at === "object" && at !== null; at = (at as { original?: unknown }).original ?? (at as { cause?: unknown }).cause) {
    const code = (at as { code?: unknown }).code;
    if (code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "UND_ERR_CONNECT_TIMEOUT") return true;
  }
  return false;
}
