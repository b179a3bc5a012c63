import type { Conversation } from "@open-cowork/shared";
import type { Failure } from "../api/api-failure.js";

/** Where something is said, in the words of the Bot API. */
export interface Place {
  chat_id: string;
  message_thread_id?: number;
}

const isId = (text: string): boolean => /^-?\d{1,19}$/.test(text);

export function isMessageId(text: string): boolean {
  return /^[1-9]\d{0,9}$/.test(text);
}

/**
 * Conversations and where they are. A group that becomes a supergroup gets another id; what is sent to the old one goes to the new one, for as long as this process lives
 * and then from the first answer on. https://core.telegram.org/bots/api#responseparameters
 */
export class Places {
  readonly #moved = new Map<string, string>();

  /** Undefined for what is no chat of Telegram. */
  of({ chat, topic }: Conversation): Place | undefined {
    if (!isId(chat) || (topic !== undefined && !isId(topic))) return undefined;
    return { chat_id: this.#moved.get(chat) ?? chat, ...(topic === undefined ? {} : { message_thread_id: Number(topic) }) };
  }

  /** The place to try next, when the failure names one that was not tried. */
  moved({ chat }: Conversation, from: Place, failure: Failure): Place | undefined {
    const to = failure.kind === "answered" ? failure.migratedTo : undefined;
    if (to === undefined || to === from.chat_id || this.#moved.get(chat) === to) return undefined;
    this.#moved.set(chat, to);
    return { ...from, chat_id: to };
  }
}
