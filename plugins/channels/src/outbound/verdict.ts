import type { Delivery, SendOutcome } from "@open-cowork/shared";
import { backoffMs } from "../backoff.js";

export type Verdict = SendOutcome | { state: "dead"; reason: string };

const PAUSE = { firstMs: 1_000, mostMs: 15 * 60_000 };
/** A token that was refused is a matter for the operator: messages wait, they do not die of it. */
export const TROUBLE_MS = 30_000;
/** A message that may be there three times is not said again. */
const MOST_UNKNOWN = 3;

/**
 * What a try means for its delivery: the outcome as it was, or with the time until the next try, or the end of trying.
 * @param unknown How often nobody knew, this time included.
 */
export function verdict(
  { attempts, message }: Pick<Delivery, "attempts" | "message">,
  outcome: SendOutcome,
  { tries, unknown }: { tries: number; unknown: number },
  random?: () => number,
): Verdict {
  if (isTrouble(outcome)) return { state: "deferred", retryAfterMs: TROUBLE_MS, reason: outcome.reason };
  if (outcome.state !== "deferred" && outcome.state !== "unknown") return outcome;
  // A change that is made twice does no harm.
  const isTooOften = outcome.state === "unknown" && message === undefined && unknown >= MOST_UNKNOWN;
  if (attempts >= tries || isTooOften) return { state: "dead", reason: outcome.reason };
  // What the platform asks for is right; where it asks for nothing, longer and longer.
  if (outcome.state === "deferred" && outcome.retryAfterMs === 0) return { ...outcome, retryAfterMs: pauseMs(attempts, random) };
  return outcome;
}

export function isTrouble(outcome: SendOutcome): outcome is Extract<SendOutcome, { state: "refused" }> {
  return outcome.state === "refused" && outcome.code === "unauthorised";
}

export function pauseMs(attempts: number, random?: () => number): number {
  return backoffMs(attempts, PAUSE, random);
}
