import type { OutboundMessage } from "@open-cowork/core/transport";
import type { Conversation, SendOutcome } from "@open-cowork/shared";
import type { Failure } from "../api/api-failure.js";
import type { BotApi } from "../api/bot-api.js";
import { format, LONGEST_CAPTION, LONGEST_TEXT } from "../html/format.js";
import type { Attempts } from "./attempts.js";
import { keyboard } from "./keyboard.js";
import { isOtherKind, isUnchanged, outcomeOf } from "./outcome.js";
import { NO_PREVIEW, shown } from "./payload.js";
import { isMessageId } from "./places.js";

/** Changes what was said. https://core.telegram.org/bots/api#updating-messages */
export class Editor {
  constructor(
    private readonly api: BotApi,
    private readonly attempts: Attempts,
  ) {}

  /** The text of a file may be its caption, or, where that would have been too long, a message of its own: if it is not the one it is the other. */
  async edit(to: Conversation, id: string, message: OutboundMessage): Promise<SendOutcome> {
    if (!isMessageId(id)) return { state: "refused", code: "gone", reason: "Telegram has no message of that id" };
    const fields = message.file ? (["caption", "text"] as const) : (["text", "caption"] as const);
    let outcome: SendOutcome = { state: "refused", code: "bad_content", reason: "There is no text in it that Telegram would show" };
    for (const field of fields) {
      const result = await this.#change(to, Number(id), message, field);
      if (result === undefined) continue;
      if (typeof result === "string" || isUnchanged(result)) return { state: "delivered", message: id };
      outcome = outcomeOf(result, "edit");
      if (!isOtherKind(result)) break;
    }
    return outcome;
  }

  /** Undefined where the text does not fit the field. */
  async #change(to: Conversation, messageId: number, message: OutboundMessage, field: "text" | "caption"): Promise<string | Failure | undefined> {
    const content = format(message.text, field === "text" ? LONGEST_TEXT : LONGEST_CAPTION);
    if (!content) return undefined;
    return this.attempts.make(to, content, async ({ place, formatted }) => {
      // Without a keyboard the old one goes.
      const payload = { chat_id: place.chat_id, message_id: messageId, reply_markup: keyboard(message.buttons) };
      if (field === "text")
        await this.api.call("editMessageText", (api, signal) =>
          api.editMessageText({ ...payload, ...shown(field, content, formatted), ...NO_PREVIEW }, signal),
        );
      else await this.api.call("editMessageCaption", (api, signal) => api.editMessageCaption({ ...payload, ...shown(field, content, formatted) }, signal));
      return { message_id: messageId };
    });
  }
}
