import { isAppError, type SendOutcome } from "@open-cowork/shared";
import { z } from "zod";
import type { HttpAnswer } from "./http.js";
import { retryAfterMs } from "./retry-after.js";

/** For what passes by itself, without the other side naming a time. */
const SOON_MS = 2_000;
/** Failures before a byte of the request left. */
const NEVER_LEFT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EPROTO|UND_ERR_CONNECT_TIMEOUT|UND_ERR_INVALID_ARG|UND_ERR_DESTROYED|UND_ERR_CLOSED|ERR_TLS_.*|CERT_.*|SELF_SIGNED.*|DEPTH_ZERO.*|UNABLE_TO_.*)$/;

const receipt = z.object({ message: z.string().min(1).max(300) });

/** What an answer of the other side means. @param id Of the message when the answer names none. */
export function outcomeOf({ status, retryAfter, text }: HttpAnswer, id: string, now: number): SendOutcome {
  const reason = `the other side answered ${status}`;
  if (status >= 200 && status < 300) return { state: "delivered", message: receipt.safeParse(jsonOf(text)).data?.message ?? id };
  if (status === 429 || status === 408 || status === 425 || status >= 500)
    return { state: "deferred", retryAfterMs: retryAfterMs(retryAfter, now) ?? SOON_MS, reason };
  if (status === 401 || status === 403) return { state: "refused", code: "unauthorised", reason };
  if (status === 404 || status === 410) return { state: "refused", code: "gone", reason };
  if (status === 413) return { state: "refused", code: "too_long", reason };
  if (status < 400) return { state: "refused", code: "redirected", reason: `${reason}: redirects are not followed` };
  return { state: "refused", code: "bad_content", reason };
}

/** What it means that no answer came. */
export function failureOf(error: unknown): SendOutcome {
  if (isAppError(error)) return { state: "refused", code: "not_allowed", reason: error.message };
  const code = codeOf(error);
  // What the address resolved to was refused while connecting.
  const cause = (error as { cause?: unknown }).cause;
  if (isAppError(cause)) return failureOf(cause);
  if (NEVER_LEFT.test(code)) return { state: "deferred", retryAfterMs: SOON_MS, reason: `the other side cannot be reached (${code})` };
  return { state: "unknown", reason: `no answer came (${code || "timeout"})` };
}

function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return typeof code === "string" ? code : typeof cause?.code === "string" ? cause.code : "";
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An answer in other words names no message, which is all that is looked for.
    return undefined;
  }
}
