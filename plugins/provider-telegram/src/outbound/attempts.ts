import type { Conversation, SendOutcome } from "@open-cowork/shared";
import { ApiFailure, type Failure } from "../api/api-failure.js";
import type { Formatted } from "../html/format.js";
import { isOtherKind, isReplyMissing, isUnchanged, outcomeOf } from "./outcome.js";
import type { Place, Places } from "./places.js";

/** How one try is made; what Telegram does not take is left out of the next. */
export interface Attempt {
  place: Place;
  formatted: boolean;
  reply: boolean;
}

/** Requests that say or change something, each made again where that can help at once. */
export class Attempts {
  /** @param failed Told of every failure that is left. */
  constructor(
    private readonly places: Places,
    private readonly failed: (failure: Failure) => void,
  ) {}

  /** Runs it, again without what was not taken, and where a group has moved. Answers the id of the message, or why there is none. */
  async make(to: Conversation, content: Formatted | undefined, run: (attempt: Attempt) => Promise<{ message_id: number }>): Promise<string | Failure> {
    let place = this.places.of(to);
    if (!place) return { kind: "answered", code: 400, description: "Bad Request: chat not found" };
    let [formatted, reply] = [content?.html !== undefined, true];
    for (;;) {
      try {
        return String((await run({ place, formatted, reply })).message_id);
      } catch (error) {
        if (!(error instanceof ApiFailure)) throw error;
        const { failure } = error;
        const moved = this.places.moved(to, place, failure);
        if (moved) place = moved;
        else if (reply && isReplyMissing(failure)) reply = false;
        else if (formatted && isBadContent(failure)) formatted = false;
        else {
          this.failed(failure);
          return failure;
        }
      }
    }
  }
}

/** What Telegram makes of a try to send. */
export function sent(result: string | Failure): SendOutcome {
  return typeof result === "string" ? { state: "delivered", message: result } : outcomeOf(result, "send");
}

function isBadContent(failure: Failure): boolean {
  const outcome = outcomeOf(failure, "send");
  return outcome.state === "refused" && outcome.code === "bad_content" && !isUnchanged(failure) && !isOtherKind(failure);
}
