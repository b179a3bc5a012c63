import type { Delivery, SendOutcome } from "@open-cowork/shared";
import { backoffMs } from "../backoff.js";

export type Verdict = SendOutcome | { state: "dead"; reason: string };

const PAUSE = { firstMs: 1_000, mostMs: 15 * 60_000 };
/** A token that was refused is a matter for the operator: messages wait, they do not die of it. */
const TROUBLE_MS = 30_000;
/** A message that may be there already is not said again and again. */
const UNKNOWN_TRIES = 3;

/** What a try means for its delivery: the outcome as it was, or with the time until the next try, or the end of trying. */
export function verdict({ attempts, message }: Pick<Delivery, "attempts" | "message">, outcome: SendOutcome, tries: number, random?: () => number): Verdict {
  if (isTrouble(outcome)) return { state: "deferred", retryAfterMs: TROUBLE_MS, reason: outcome.reason };
  if (outcome.state === "deferred") {
    if (attempts >= tries) return { state: "dead", reason: outcome.reason };
    // What the platform asks for is right; where it asks for nothing, longer and longer.
    return { ...outcome, retryAfterMs: outcome.retryAfterMs > 0 ? outcome.retryAfterMs : pauseMs(attempts, random) };
  }
  if (outcome.state !== "unknown") return outcome;
  const most = message === undefined ? Math.min(tries, UNKNOWN_TRIES) : tries;
  return attempts >= most ? { state: "dead", reason: outcome.reason } : outcome;
}

export function isTrouble(outcome: SendOutcome): outcome is Extract<SendOutcome, { state: "refused" }> {
  return outcome.state === "refused" && outcome.code === "unauthorised";
}

export function pauseMs(attempts: number, random?: () => number): number {
  return backoffMs(attempts, PAUSE, random);
}
