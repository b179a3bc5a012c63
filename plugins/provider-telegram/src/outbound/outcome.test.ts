import { expect } from "chai";
import type { Failure } from "../api/api-failure.js";
import { outcomeOf } from "./outcome.js";

const answered = (code: number, description: string, retryAfterMs?: number): Failure => ({ kind: "answered", code, description, retryAfterMs });

/** What Telegram says, word for word, and what it means for a message. */
const TABLE: readonly [failure: Failure, send: string, edit?: string][] = [
  [answered(429, "Too Many Requests: retry after 7", 7_000), "deferred 7000"],
  [answered(429, "Too Many Requests"), "deferred 1000"],
  [answered(500, "Internal Server Error"), "deferred 1000"],
  [answered(502, "Bad Gateway"), "deferred 1000"],
  [answered(401, "Unauthorized"), "refused unauthorised"],
  [answered(404, "Not Found"), "refused unauthorised"],
  [answered(403, "Forbidden: bot was blocked by the user"), "refused blocked"],
  [answered(403, "Forbidden: bot can't initiate conversation with a user"), "refused blocked"],
  [answered(403, "Forbidden: user is deactivated"), "refused gone"],
  [answered(403, "Forbidden: bot was kicked from the supergroup chat"), "refused gone"],
  [answered(403, "Forbidden: bot is not a member of the supergroup chat"), "refused gone"],
  [answered(403, "Forbidden: something new"), "refused blocked"],
  [answered(400, "Bad Request: chat not found"), "refused gone"],
  [answered(400, "Bad Request: message thread not found"), "refused gone"],
  [answered(400, "Bad Request: message to edit not found"), "refused gone"],
  [answered(400, "Bad Request: message can't be edited"), "refused not_allowed"],
  [answered(400, "Bad Request: not enough rights to send text messages to the chat"), "refused not_allowed"],
  [answered(400, "Bad Request: TOPIC_CLOSED"), "refused not_allowed"],
  [answered(400, "Bad Request: message is too long"), "refused too_long"],
  [answered(400, "Bad Request: message caption is too long"), "refused too_long"],
  [answered(413, "Request Entity Too Large"), "refused too_long"],
  [answered(400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0'), "refused bad_content"],
  [answered(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"), "refused bad_picture"],
  [answered(400, "Bad Request: BUTTON_DATA_INVALID"), "refused bad_content"],
  [{ kind: "unreachable", reason: "ECONNREFUSED" }, "deferred 1000"],
  [{ kind: "lost", reason: "UND_ERR_SOCKET" }, "unknown", "deferred 1000"],
];

describe("outcomeOf: what became of a message that Telegram did not confirm", () => {
  for (const [failure, send, edit = send] of TABLE)
    it(`${failure.kind === "answered" ? failure.description : failure.reason} is ${send}${edit === send ? "" : ` for a send, ${edit} for an edit`}`, () => {
      for (const act of ["send", "edit"] as const) {
        const outcome = outcomeOf(failure, act);
        const told = [outcome.state, outcome.state === "deferred" ? outcome.retryAfterMs : outcome.state === "refused" ? outcome.code : ""].join(" ").trim();
        expect(told).to.equal(act === "send" ? send : edit);
      }
    });
});
