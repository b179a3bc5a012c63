import type { Clock } from "@open-cowork/core/kernel";
import { isAppError, type SendOutcome } from "@open-cowork/shared";
import { FakeRefusal } from "./platform/faults.js";

/** For what passes by itself, without the platform naming a time. */
const SOON_MS = 1_000;

/** What became of a request that answers with the id of a message. */
export async function outcomeOf(request: () => Promise<string>, clock: Clock, answerMs: number): Promise<SendOutcome> {
  let cancel: () => void = () => undefined;
  const silence = new Promise<SendOutcome>((resolve) => {
    cancel = clock.after(answerMs, () => resolve({ state: "unknown", reason: `no answer within ${answerMs} ms` }));
  });
  const answer = request().then((message): SendOutcome => ({ state: "delivered", message }), failed);
  try {
    return await Promise.race([answer, silence]);
  } finally {
    cancel();
  }
}

function failed(error: unknown): SendOutcome {
  // The content of a file could not be read: nothing was said, and the store may be back soon.
  if (!(error instanceof FakeRefusal))
    return isAppError(error) && !error.retryable
      ? { state: "refused", code: "bad_content", reason: error.message }
      : { state: "deferred", retryAfterMs: SOON_MS, reason: "the file could not be read" };
  const { fault, message: reason } = error;
  switch (fault.kind) {
    case "rate-limited":
      return { state: "deferred", retryAfterMs: fault.retryAfterMs, reason };
    case "broken":
      return { state: "deferred", retryAfterMs: SOON_MS, reason };
    case "unauthorised":
      return { state: "refused", code: "unauthorised", reason };
    case "bad-content":
      return { state: "refused", code: "too_long", reason };
    default:
      return { state: "refused", code: "gone", reason };
  }
}
