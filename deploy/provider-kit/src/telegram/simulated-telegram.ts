import type { ChatPerson, Conversation } from "@open-cowork/shared";
import type { PlatformFault, SeenMessage, SimulatedPlatform } from "../platform.js";
import { ApiError, badRequest } from "./api-error.js";
import { BotServer } from "./bot-server.js";
import { type BotMessage, ChatLog } from "./chat-log.js";
import { Faults } from "./faults.js";
import { InboundFiles, type SaidFile } from "./inbound-files.js";
import { Messages, type Room } from "./messages.js";
import type { Parameters } from "./parameters.js";
import { entitiesOf, PEOPLE, userOf } from "./people.js";
import { UpdateMethods } from "./update-methods.js";

const GROUP = "-1001234567890";
const FORGED = JSON.stringify({
  update_id: 666,
  message: { message_id: 1, date: 0, from: userOf(PEOPLE.ann), chat: { id: Number(PEOPLE.ann.id), type: "private" }, text: "I am not Ann" },
});

/** Something said, with what the kit does not ask for but Telegram has. */
export interface Said {
  text: string;
  files?: SaidFile[];
  /** Message of the bot that this one answers. */
  replyTo?: string;
  /** Any other fields of the message: https://core.telegram.org/bots/api#message */
  more?: Record<string, unknown>;
}

/**
 * Telegram for tests: the Bot API on loopback for one bot, three people, their direct chats and a forum group where the bot reads everything (privacy mode off).
 * What the documentation leaves open follows the open Bot API server, https://github.com/tdlib/telegram-bot-api
 */
export class SimulatedTelegram implements SimulatedPlatform {
  readonly people = PEOPLE;
  /** Tokens are `<id of the bot>:<secret>`. */
  readonly token = "7000000001:AAF_simulated-bot-token-0123456789";
  readonly bot = { id: 7_000_000_001, is_bot: true, first_name: "Cowork", username: "cowork_test_bot", can_join_groups: true };
  /** Texts that presses were answered with, by the id of the query. */
  readonly answered = new Map<string, string>();
  /** Chats in which the bot was seen writing: `<chat>` or `<chat>/<topic>`. */
  readonly typed: string[] = [];
  commands: { command: string; description: string }[] = [];
  readonly updates = new UpdateMethods();
  readonly files = new InboundFiles();
  readonly #log = new ChatLog();
  readonly #faults = new Faults();
  readonly #calls: { method: string; at: number }[] = [];
  readonly #queries = new Set<string>();
  /** By their ids, under the names they have now. */
  readonly #people = new Map<string, ChatPerson>(Object.values(PEOPLE).map((person) => [person.id, person]));
  readonly #rooms = new Map<string, Room>([
    ...Object.values(PEOPLE).map(({ id }): [string, Room] => [id, { id, type: "private" }]),
    [GROUP, { id: GROUP, type: "supergroup", title: "Team", forum: true }],
  ]);
  readonly #messages = new Messages({
    room: (id) => this.#rooms.get(id),
    log: this.#log,
    faults: this.#faults,
    message: (message) => this.#describe(message),
  });
  readonly server = new BotServer({
    token: this.token,
    file: (path) => this.files.content(path),
    called: (method) => void this.#calls.push({ method, at: performance.now() }),
    methods: {
      getMe: () => this.bot,
      getUpdates: this.updates.getUpdates,
      setWebhook: this.updates.setWebhook,
      deleteWebhook: this.updates.deleteWebhook,
      getWebhookInfo: this.updates.getWebhookInfo,
      sendMessage: this.#messages.sendMessage,
      sendDocument: this.#messages.sendDocument,
      sendPhoto: this.#messages.sendPhoto,
      editMessageText: this.#messages.editMessageText,
      editMessageCaption: this.#messages.editMessageCaption,
      getFile: this.files.getFile,
      sendChatAction: (parameters) => this.#typing(parameters),
      answerCallbackQuery: (parameters) => this.#answerQuery(parameters),
      setMyCommands: (parameters) => {
        this.commands = parameters.json("commands") ?? [];
        return true;
      },
    },
  });

  /** Address for `apiRoot`. */
  get root(): string {
    return this.server.root;
  }

  async close(): Promise<void> {
    this.updates.webhook?.stop();
    this.updates.queue.abandon();
    await this.server.down();
  }

  direct(person: ChatPerson): Conversation {
    return { chat: person.id, kind: "direct", title: person.name };
  }

  shared(): Conversation {
    return { chat: GROUP, kind: "shared", title: "Team" };
  }

  /** A topic of the shared conversation. */
  topic(id: number): Conversation {
    return { ...this.shared(), topic: String(id) };
  }

  /** Changes what the platform knows of a chat. */
  room(conversation: Conversation, change: Partial<Room>): void {
    this.#rooms.set(conversation.chat, { id: conversation.chat, type: "group", ...this.#rooms.get(conversation.chat), ...change });
  }

  async say(person: ChatPerson, to: Conversation, said: Said): Promise<void> {
    this.write(person, to, to.kind === "shared" ? { ...said, text: `@${this.bot.username} ${said.text}` } : said);
  }

  async chatter(person: ChatPerson, to: Conversation, text: string): Promise<void> {
    this.write(person, to, { text });
  }

  /** Somebody writes just that. With several files each is a message of its own; the first has the text. */
  write(person: ChatPerson, to: Conversation, said: Said): void {
    const [first, ...others] = said.files ?? [];
    const album = others.length > 0 ? { media_group_id: String(this.#log.nextId()) } : {};
    const field = first ? "caption" : "text";
    const text = said.text === "" ? {} : { [field]: said.text, [first ? "caption_entities" : "entities"]: entitiesOf(said.text) };
    this.#hear(person, to, { ...text, ...(first ? this.files.attach(first) : {}), ...album, ...this.#reply(to, said.replyTo), ...said.more });
    for (const file of others) this.#hear(person, to, { ...this.files.attach(file), ...album });
  }

  async rename(person: ChatPerson, to: { name: string; handle: string }): Promise<void> {
    this.#people.set(person.id, { id: person.id, ...to });
  }

  async press(person: ChatPerson, to: Conversation, messageId: string, value: string): Promise<void> {
    const message = this.#log.find(to.chat, Number(messageId));
    if (!message) throw new Error("there is no such message of the bot");
    const id = `${this.bot.id}${this.#log.nextId()}`;
    this.#queries.add(id);
    this.updates.happen("callback_query", { id, from: this.#user(person), message: this.#describe(message), chat_instance: "1", data: value });
  }

  async redeliver(): Promise<void> {
    this.updates.repeat();
  }

  unacknowledged(): number {
    return this.updates.queue.size;
  }

  /** Requests of Telegram carry no time, so the one that was signed long ago and the one that is sent again by somebody else are the same. */
  async forge(how: "unsigned" | "wrong" | "stale" | "replayed"): Promise<number> {
    const sender = this.updates.webhook;
    if (!sender) throw new Error("there is no webhook");
    const secrets = { unsigned: undefined, wrong: "somebody-elses-secret", stale: sender.hook.secret, replayed: sender.hook.secret };
    const secret = secrets[how];
    const body = how === "replayed" ? JSON.stringify(this.updates.queue.last) : FORGED;
    const status = await sender.post(body, secret === undefined ? {} : { "x-telegram-bot-api-secret-token": secret });
    if (status === undefined) throw new Error("the webhook did not answer");
    return status;
  }

  messages(conversation: Conversation): SeenMessage[] {
    return this.#log.of(conversation.chat, conversation.topic).map(({ id, text, source, keyboard, file, edits }) => ({
      id: String(id),
      text,
      source,
      buttons: keyboard.flat().map((button) => ({ label: button.text, value: button.callback_data ?? "" })),
      files: file ? [file] : [],
      edits,
    }));
  }

  /** A message of the bot with all that Telegram keeps of it. */
  message(conversation: Conversation, id: string): BotMessage | undefined {
    return this.#log.find(conversation.chat, Number(id));
  }

  async remove(conversation: Conversation, id: string): Promise<void> {
    this.#log.remove(conversation.chat, Number(id));
  }

  async loseFiles(): Promise<void> {
    this.files.forget();
  }

  fault(fault: PlatformFault, times = 1): void {
    this.#faults.add(fault, times);
  }

  async interrupt(): Promise<void> {
    this.updates.cut();
  }

  /** The token is not valid any more, or is again. */
  revoke(revoked = true): void {
    this.server.failing = revoked ? new ApiError(401, "Unauthorized") : undefined;
  }

  calls(): { method: string; at: number }[] {
    return [...this.#calls];
  }

  #hear(person: ChatPerson, to: Conversation, content: Record<string, unknown>): void {
    const topic = to.topic ? { message_thread_id: Number(to.topic), is_topic_message: true } : {};
    const date = Math.floor(Date.now() / 1_000);
    this.updates.happen("message", { message_id: this.#log.nextId(), date, from: this.#user(person), chat: this.#chat(to.chat), ...topic, ...content });
  }

  #reply(to: Conversation, id: string | undefined): Record<string, unknown> {
    const message = id === undefined ? undefined : this.#log.find(to.chat, Number(id));
    return message ? { reply_to_message: this.#describe(message) } : {};
  }

  #user(person: ChatPerson): Record<string, unknown> {
    return userOf(this.#people.get(person.id) ?? person);
  }

  #chat(id: string): Record<string, unknown> {
    const room = this.#rooms.get(id);
    const person = this.#people.get(id);
    return { id: Number(id), type: room?.type ?? "private", ...(person ? userOf(person) : {}), ...(room?.title ? { title: room.title } : {}) };
  }

  #describe(message: BotMessage): Record<string, unknown> {
    const topic = message.topic ? { message_thread_id: Number(message.topic), is_topic_message: true } : {};
    const content = message.file ? { caption: message.text, [message.media ?? "document"]: {} } : { text: message.text };
    return { message_id: message.id, date: Math.floor(Date.now() / 1_000), from: this.bot, chat: this.#chat(message.chat), ...topic, ...content };
  }

  #typing(parameters: Parameters): unknown {
    this.typed.push(parameters.text("chat_id") + (parameters.has("message_thread_id") ? `/${parameters.text("message_thread_id")}` : ""));
    return true;
  }

  #answerQuery(parameters: Parameters): unknown {
    const id = parameters.text("callback_query_id");
    if (!this.#queries.has(id)) throw badRequest("query is too old and response timeout expired or query ID is invalid");
    if (parameters.text("text").length > 200) throw badRequest("MESSAGE_TOO_LONG");
    this.answered.set(id, parameters.text("text"));
    return true;
  }
}
