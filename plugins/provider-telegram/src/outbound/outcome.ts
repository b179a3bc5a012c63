import type { SendOutcome } from "@open-cowork/shared";
import { describe, type Failure } from "../api/api-failure.js";

/** Where the platform gives no time. */
const PAUSE_MS = 1_000;

/** What the platform says when it refuses, and what it means. Texts of the open Bot API server; there are no codes. */
const REFUSALS: readonly [code: string, pattern: RegExp][] = [
  ["blocked", /bot was blocked by the user|can't initiate conversation|PRIVACY_PREMIUM_REQUIRED/i],
  [
    "gone",
    /chat not found|user is deactivated|bot was kicked|bot is not a member|group chat was (?:deleted|deactivated|upgraded)|message thread not found|TOPIC_DELETED/i,
  ],
  ["gone", /message to edit not found|MESSAGE_ID_INVALID|PEER_ID_INVALID/i],
  ["not_allowed", /not enough rights|have no rights|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|CHAT_SEND_\w+_FORBIDDEN|TOPIC_CLOSED|message can't be edited/i],
  ["bad_picture", /IMAGE_PROCESS_FAILED|PHOTO_(?:INVALID|EXT_INVALID|CROP|SAVE)\w*/],
  ["too_long", /(?:message|caption|text) is too long|MESSAGE_TOO_LONG|Request Entity Too Large|file is too big/i],
];

/**
 * What became of a request that failed. An edit may be made again whatever became of it, so it is never `unknown`.
 * https://core.telegram.org/bots/api#making-requests and #responseparameters
 */
export function outcomeOf(failure: Failure, act: "send" | "edit"): SendOutcome {
  const reason = describe(failure);
  if (failure.kind === "unreachable") return { state: "deferred", retryAfterMs: PAUSE_MS, reason };
  if (failure.kind === "lost") return act === "edit" ? { state: "deferred", retryAfterMs: PAUSE_MS, reason } : { state: "unknown", reason };
  const { code, description, retryAfterMs } = failure;
  if (code === 429) return { state: "deferred", retryAfterMs: retryAfterMs ?? PAUSE_MS, reason };
  if (code >= 500) return { state: "deferred", retryAfterMs: PAUSE_MS, reason };
  if (isUnauthorised(failure)) return { state: "refused", code: "unauthorised", reason };
  const known = REFUSALS.find(([, pattern]) => pattern.test(description))?.[0];
  return { state: "refused", code: known ?? (code === 403 ? "blocked" : "bad_content"), reason };
}

/** A token that is not valid any more gets 401; one that never was one, 404 for every method. */
export function isUnauthorised(failure: Failure): boolean {
  return failure.kind === "answered" && (failure.code === 401 || failure.code === 404);
}

/** The new text and buttons are what the message has already. */
export function isUnchanged(failure: Failure): boolean {
  return failure.kind === "answered" && failure.description.includes("message is not modified");
}

/** Whom it answers is gone. In forum topics `allow_sending_without_reply` does not count. */
export function isReplyMissing(failure: Failure): boolean {
  return failure.kind === "answered" && /message to be replied not found|reply message not found/i.test(failure.description);
}

/** A text message was taken for one with a file, or the other way round. */
export function isOtherKind(failure: Failure): boolean {
  return failure.kind === "answered" && /there is no (?:text|caption) in the message to edit/.test(failure.description);
}
