import type { Upload } from "./multipart.js";

export interface InlineButton {
  text: string;
  callback_data?: string;
}

/** A message of the bot as the platform keeps it. */
export interface BotMessage {
  id: number;
  chat: string;
  topic: string | undefined;
  text: string;
  source: string;
  keyboard: InlineButton[][];
  file: Upload | undefined;
  /** How a file was sent. */
  media: "photo" | "document" | undefined;
  replyTo: number | undefined;
  preview: boolean;
  edits: number;
}

/** Chats and what the bot has said in them. Ids of messages grow within the whole platform. */
export class ChatLog {
  #messages: BotMessage[] = [];
  #lastId = 100;

  nextId(): number {
    return ++this.#lastId;
  }

  add(message: BotMessage): void {
    this.#messages.push(message);
  }

  find(chat: string, id: number): BotMessage | undefined {
    return this.#messages.find((message) => message.chat === chat && message.id === id);
  }

  of(chat: string, topic: string | undefined): BotMessage[] {
    return this.#messages.filter((message) => message.chat === chat && message.topic === topic);
  }

  /** Somebody deletes it. */
  remove(chat: string, id: number): void {
    this.#messages = this.#messages.filter((message) => message.chat !== chat || message.id !== id);
  }
}
