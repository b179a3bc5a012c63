import type { ChatPerson, Conversation } from "@open-cowork/shared";
import type { User } from "./update.js";

interface Place {
  chat: { id: number; type: string; title?: string | undefined };
  message_thread_id?: number | undefined;
  is_topic_message?: boolean | undefined;
}

/** Replies in a group without topics have a thread id too; only a topic is a conversation of its own. */
export function conversationOf({ chat, message_thread_id: thread, is_topic_message: inTopic }: Place, person: ChatPerson): Conversation {
  const title = chat.title ?? person.name;
  return {
    chat: String(chat.id),
    ...(inTopic && thread !== undefined ? { topic: String(thread) } : {}),
    kind: chat.type === "private" ? "direct" : "shared",
    ...(title ? { title: title.slice(0, 300) } : {}),
  };
}

export function personOf({ id, first_name: first, last_name: last, username }: User): ChatPerson {
  const name = [first, last].filter(Boolean).join(" ").slice(0, 300);
  return { id: String(id), name, ...(username ? { handle: username.slice(0, 300) } : {}) };
}

/** The same for every delivery of an update, by polling and by webhook. */
export function keyOf(updateId: number): string {
  return `update:${updateId}`;
}
