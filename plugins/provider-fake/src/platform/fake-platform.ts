import type { Clock } from "@open-cowork/core/kernel";
import { AppError, type ChatButton, type ChatPerson, type Conversation, type InboundEvent, newId } from "@open-cowork/shared";
import { ConversationLog, type FakeMessage } from "./conversation-log.js";
import { FakeRefusal, Faults } from "./faults.js";
import { FileShelf } from "./file-shelf.js";
import { conversationKey, Inbox } from "./inbox.js";

export interface FakePlatformOptions {
  clock: Clock;
  /** Name by which people address us in rooms, without `@`. */
  handle: string;
  /** What we did not take is offered again after this time. Default 500. */
  againMs?: number;
}

/** What we ask the platform to show. */
export interface FakePost {
  text: string;
  buttons: ChatButton[];
  files: FakeMessage["files"];
  replyTo?: string | undefined;
}

/** Longest text of a message. */
export const MAX_TEXT = 8_000;
export const MAX_FILE_BYTES = 20 * 1024 * 1024;
const DIRECT = "dm-";
/** Enough for a demonstration; then the one that was spoken in longest ago, and that nobody watches, is forgotten. */
const MAX_CONVERSATIONS = 200;
const MAX_WAITING = 1_000;
const QUOTE = 2_000;

/** A chat platform in this process: people on one side, we on the other. Keeps everything in memory, within bounds. */
export class FakePlatform {
  readonly shelf = new FileShelf();
  readonly inbox: Inbox;
  readonly faults = new Faults();
  readonly #logs = new Map<string, ConversationLog>();
  readonly #presses = new Map<string, { log: ConversationLog; person: string }>();

  constructor(private readonly options: FakePlatformOptions) {
    this.inbox = new Inbox(options.clock, options.againMs);
  }

  /**
   * A person writes. @throws AppError `request.invalid` for a file that is not there, `auth.forbidden` in a direct conversation of somebody else,
   * `request.rate_limited` when nobody takes what was said before
   */
  say(person: ChatPerson, where: { chat: string; topic?: string }, said: { text: string; files?: readonly string[]; replyTo?: string }): FakeMessage {
    const log = this.#enterToSpeak(person, where);
    const files = (said.files ?? []).map((id) => {
      const file = this.shelf.get(id);
      if (!file) throw new AppError("request.invalid", { message: `There is no file ${id}. Upload it first.` });
      return { id, name: file.name, mime: file.mime, bytes: file.content.length };
    });
    const answered = said.replyTo === undefined ? undefined : log.find(said.replyTo);
    const message: FakeMessage = {
      ...this.#blank(),
      from: person,
      text: said.text,
      files,
      ...(answered ? { replyTo: answered.id } : {}),
    };
    const mention = new RegExp(`^\\s*@${this.options.handle}\\b[,:]?\\s*`, "i");
    const isAddressed = log.conversation.kind === "direct" || mention.test(said.text) || answered?.from === "us";
    log.add(message);
    this.inbox.add({
      type: "message",
      key: message.id,
      conversation: log.conversation,
      person,
      at: message.at,
      text: said.text.replace(mention, ""),
      files: files.map(({ id, name, mime, bytes }) => ({ ref: id, name, mime, bytes })),
      message: message.id,
      ...(answered ? { quote: answered.text.slice(0, QUOTE) } : {}),
      addressed: isAddressed,
    });
    return message;
  }

  /** A person presses a button. @throws AppError `channel.interaction_unknown` when that message has no such button */
  press(person: ChatPerson, where: { chat: string; topic?: string }, messageId: string, value: string): void {
    const log = this.#enterToSpeak(person, where);
    const isThere = log.find(messageId)?.buttons.some((button) => button.value === value);
    if (!isThere) throw new AppError("channel.interaction_unknown");
    const key = newId();
    this.#presses.set(key, { log, person: person.id });
    if (this.#presses.size > MAX_CONVERSATIONS) this.#presses.delete(this.#presses.keys().next().value!);
    const event: InboundEvent = {
      type: "press",
      key,
      conversation: log.conversation,
      person,
      at: this.options.clock.now(),
      value,
      message: messageId,
      token: key,
    };
    this.inbox.add(event);
  }

  /** The conversation, begun where it does not exist. @throws AppError `auth.forbidden` for a direct conversation of somebody else */
  enter(person: Pick<ChatPerson, "id">, where: { chat: string; topic?: string | undefined }): ConversationLog {
    if (where.chat.startsWith(DIRECT) && where.chat !== directChat(person)) throw new AppError("auth.forbidden");
    return this.#log(where);
  }

  /** We say something; resolves with its id, or never when the platform is silent. @throws FakeRefusal */
  async post(where: Conversation, post: FakePost): Promise<string> {
    const isSilent = this.faults.take();
    const log = this.#log(where);
    demandFitting(post.text);
    const message: FakeMessage = { ...this.#blank(), from: "us", ...post };
    log.add(message);
    return isSilent ? never() : message.id;
  }

  /** We change what we said; resolves when it is shown. @throws FakeRefusal */
  async edit(where: Conversation, id: string, { text, buttons }: Pick<FakePost, "text" | "buttons">): Promise<void> {
    const isSilent = this.faults.take();
    const log = this.#log(where);
    const message = log.find(id);
    if (message?.from !== "us") throw new FakeRefusal({ kind: "unknown-message" });
    demandFitting(text);
    log.edit(message, text, buttons);
    if (isSilent) await never();
  }

  typing(where: Conversation): void {
    this.#log(where).flash({ type: "typing" });
  }

  /** Tells the person who pressed, and nobody else. */
  notice(token: string, text: string): void {
    const press = this.#presses.get(token);
    press?.log.flash({ type: "notice", text, person: press.person });
  }

  #enterToSpeak(person: ChatPerson, where: { chat: string; topic?: string }): ConversationLog {
    if (this.inbox.waiting >= MAX_WAITING) throw new AppError("request.rate_limited", { message: "Nobody has taken what was said before. Try again later." });
    return this.enter(person, where);
  }

  /** Begun where it does not exist: after a restart the platform has forgotten everything, and we have not. */
  #log({ chat, topic }: { chat: string; topic?: string | undefined }): ConversationLog {
    const conversation: Conversation = { chat, kind: chat.startsWith(DIRECT) ? "direct" : "shared", ...(topic === undefined ? {} : { topic }) };
    const key = conversationKey(conversation);
    const log = this.#logs.get(key) ?? new ConversationLog(conversation);
    // Last in the map is last spoken in.
    this.#logs.delete(key);
    this.#logs.set(key, log);
    for (const [other, { isWatched }] of this.#logs) {
      if (this.#logs.size <= MAX_CONVERSATIONS) break;
      if (!isWatched && other !== key) this.#logs.delete(other);
    }
    return log;
  }

  #blank(): Omit<FakeMessage, "from"> {
    const now = this.options.clock.now();
    return { id: newId(now), at: now, text: "", buttons: [], files: [], edits: 0 };
  }
}

/** Chat of the direct conversation of a person with us. */
export function directChat({ id }: Pick<ChatPerson, "id">): string {
  return `${DIRECT}${id}`;
}

function demandFitting(text: string): void {
  if (text.length > MAX_TEXT) throw new FakeRefusal({ kind: "bad-content" });
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
