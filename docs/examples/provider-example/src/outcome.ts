import type { SendOutcome } from "@open-cowork/shared";
import { CorkboardError } from "./corkboard-api.js";

/** For what passes by itself, without Corkboard naming a time. */
const SOON_MS = 2_000;

/** What became of a request that answers with the id of a note. Never throws: whoever sends must know whether it may be sent again. */
export async function outcomeOf(request: Promise<string>): Promise<SendOutcome> {
  try {
    return { state: "delivered", message: await request };
  } catch (error) {
    if (!(error instanceof CorkboardError)) return { state: "unknown", reason: "the request failed in an unexpected way" };
    const { status, isSent, retryAfterMs = SOON_MS, message: reason } = error;
    if (status === undefined) return isSent ? { state: "unknown", reason } : { state: "deferred", retryAfterMs, reason };
    if (status === 429 || status >= 500) return { state: "deferred", retryAfterMs, reason };
    if (status === 401) return { state: "refused", code: "unauthorised", reason };
    if (status === 404 || status === 410) return { state: "refused", code: "gone", reason };
    return { state: "refused", code: "bad_content", reason };
  }
}
