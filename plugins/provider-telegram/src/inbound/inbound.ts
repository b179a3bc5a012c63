import type { InboundEvent, InboundMessage, InboundPress } from "@open-cowork/shared";
import { conversationOf, keyOf, personOf } from "./address.js";
import { isOwnCommand } from "./commands.js";
import { filesOf } from "./files.js";
import { type Self, withoutMention } from "./mentions.js";
import type { CallbackQuery, TelegramMessage, Update } from "./update.js";

/** The event that an update stands for; undefined for what is of no interest: bots, services, chats that speak for themselves. `now` dates presses, which have no date. */
export function eventOf(update: Update, self: Self, now: number): InboundEvent | undefined {
  if (update.message) return messageEvent(update.update_id, update.message, self);
  if (update.callback_query) return pressEvent(update.update_id, update.callback_query, now);
  return undefined;
}

function messageEvent(updateId: number, message: TelegramMessage, self: Self): InboundMessage | undefined {
  // Anonymous admins and linked channels hide behind an account that all chats share: nobody to trust.
  if (!message.from || message.from.is_bot || (message.sender_chat !== undefined && message.sender_chat !== null)) return undefined;
  const person = personOf(message.from);
  const conversation = conversationOf(message, person);
  const raw = message.text ?? message.caption ?? message.sticker?.emoji ?? "";
  const { text, mentioned } = withoutMention(raw, message.entities ?? message.caption_entities ?? [], self);
  const files = filesOf(message);
  if (raw === "" && files.length === 0) return undefined;
  const answers = realReply(message);
  const quote = (message.quote?.text ?? answers?.text ?? answers?.caption ?? "").slice(0, 2_000);
  return {
    type: "message",
    key: keyOf(updateId),
    conversation,
    person,
    at: message.date * 1_000,
    text,
    files,
    message: String(message.message_id),
    ...(quote ? { quote } : {}),
    addressed: conversation.kind === "direct" || mentioned || answers?.from?.id === self.id || isOwnCommand(text),
  };
}

/** What the message answers, if the person chose it: in a topic each message answers the one that opened it. */
function realReply({ reply_to_message: answers, message_thread_id: thread, is_topic_message: inTopic }: TelegramMessage): TelegramMessage["reply_to_message"] {
  if (!answers || answers.forum_topic_created || (inTopic && answers.message_id === thread)) return undefined;
  return answers;
}

function pressEvent(updateId: number, query: CallbackQuery, now: number): InboundPress | undefined {
  if (query.from.is_bot || !query.data || !query.message) return undefined;
  const person = personOf(query.from);
  return {
    type: "press",
    key: keyOf(updateId),
    conversation: conversationOf(query.message, person),
    person,
    at: now,
    value: query.data,
    message: String(query.message.message_id),
    token: query.id,
  };
}
