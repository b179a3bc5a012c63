import type { Secret, SendOutcome } from "@open-cowork/shared";
import { mailFault, serverWords } from "../mail-fault.js";

/** Where a try ended. offered: nothing of the mail was sent. given: all of it was, and no answer came yet. */
export type SmtpStage = "offered" | "given";

const OF_THE_MAIL = /^(MAIL|RCPT|DATA)\b/;
const SOON_MS = 60_000;
const LATEST_MS = 3_600_000;
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * What became of a mail, by how its transfer failed (RFC 5321, 4.2.1; RFC 3463): 4xx asks to come again, 5xx is final, and without an answer after the last byte
 * nobody knows. A mail that was not given to its last byte is not delivered.
 */
export function smtpOutcome(error: unknown, stage: SmtpStage, secrets: readonly Secret[]): SendOutcome {
  const { responseCode, response, code, command } = error as { responseCode?: number; response?: string; code?: string; command?: string };
  const fault = mailFault(error);
  const reason = serverWords(response ?? `The mail server did not take it (${fault.code}).`, secrets);
  if (fault.unauthorised || responseCode === 530) return responseCode && responseCode < 500 ? later(reason, response) : refused("unauthorised", reason);
  // What a server refuses before it heard of the mail, such as a greeting or TLS, is no verdict on the mail.
  if (responseCode && responseCode >= 500 && OF_THE_MAIL.test(command ?? "")) return refused(refusalCode(response ?? "", command ?? ""), reason);
  if (responseCode) return later(reason, response);
  if (stage === "given") return { state: "unknown", reason: "The mail server took the mail and did not answer." };
  if (code === "EENVELOPE" || code === "EMESSAGE") return refused(/size/i.test((error as Error).message) ? "too_long" : "bad_content", reason);
  return later(reason);
}

/** The server would take the words without their form. */
export function refusesForm(error: unknown): boolean {
  const { response, responseCode } = error as { response?: string; responseCode?: number };
  return responseCode !== undefined && responseCode >= 500 && /^5\d\d[ -]5\.6\.\d/.test(response ?? "");
}

function later(reason: string, response = ""): SendOutcome {
  const [, count, unit] = /(?:again|retry|wait|for)\D{0,20}?(\d{1,5})\s*(s|sec|second|m|min|minute|h|hour)s?\b/i.exec(response) ?? [];
  const askedMs = count && unit ? Number(count) * UNIT_MS[unit.toLowerCase()[0] as keyof typeof UNIT_MS] : SOON_MS;
  return { state: "deferred", retryAfterMs: Math.min(askedMs, LATEST_MS), reason };
}

function refused(code: string, reason: string): SendOutcome {
  return { state: "refused", code, reason };
}

/** By the enhanced status code, where there is one: x.1.x addresses, x.2.x mailboxes, x.3.4 and x.2.3 sizes, x.6.x content, x.7.x policy. */
function refusalCode(response: string, command: string): string {
  const status = /^\d{3}[ -]5\.(\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? "";
  if (status === "3.4" || status === "2.3" || /^552/.test(response)) return "too_long";
  if (/^[12]\./.test(status)) return "gone";
  if (/^6\./.test(status)) return "bad_content";
  if (/^7\./.test(status)) return "not_allowed";
  return command.startsWith("RCPT") ? "gone" : "not_allowed";
}
