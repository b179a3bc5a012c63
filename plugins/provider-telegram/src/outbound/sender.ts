import type { OutboundFile, OutboundMessage } from "@open-cowork/core/transport";
import type { Conversation, SendOutcome } from "@open-cowork/shared";
import type { Failure } from "../api/api-failure.js";
import type { BotApi } from "../api/bot-api.js";
import { format, LONGEST_CAPTION, LONGEST_TEXT } from "../html/format.js";
import { Attempts, sent } from "./attempts.js";
import { Editor } from "./editor.js";
import { keyboard } from "./keyboard.js";
import { answering, NO_PREVIEW, shown } from "./payload.js";
import type { Places } from "./places.js";
import { isPhoto, LARGEST_FILE, Upload, uploadMs } from "./upload.js";

/** Texts of files that are remembered until their file is there too. */
const MOST_SAID = 1_000;

export interface SenderOptions {
  api: BotApi;
  places: Places;
  requestTimeoutMs: number;
  /** Told of every failure. */
  failed(failure: Failure): void;
}

/** Says things on Telegram. Never throws. */
export class Sender {
  readonly #api: BotApi;
  readonly #attempts: Attempts;
  readonly #editor: Editor;
  /** Texts that were too long to be captions and are there already while their file is not, by idempotency key. */
  readonly #said = new Map<string, string>();

  constructor(private readonly options: SenderOptions) {
    this.#api = options.api;
    this.#attempts = new Attempts(options.places, options.failed);
    this.#editor = new Editor(this.#api, this.#attempts);
  }

  async send(to: Conversation, message: OutboundMessage): Promise<SendOutcome> {
    const { file } = message;
    if (!file) return this.#text(to, message);
    if (file.bytes > LARGEST_FILE) return { state: "refused", code: "too_long", reason: `Telegram takes files of up to ${LARGEST_FILE / 1_000_000} MB` };
    if (message.text.trim() === "" || format(message.text, LONGEST_CAPTION)) return this.#file(to, file, message);
    return this.#textAndFile(to, file, message);
  }

  edit(to: Conversation, id: string, message: OutboundMessage): Promise<SendOutcome> {
    return this.#editor.edit(to, id, message);
  }

  async #text(to: Conversation, message: OutboundMessage): Promise<SendOutcome> {
    const content = format(message.text, LONGEST_TEXT);
    if (!content) return { state: "refused", code: "bad_content", reason: "There is no text in it that Telegram would show" };
    const result = await this.#attempts.make(to, content, ({ place, formatted, reply }) => {
      const payload = { ...place, ...shown("text", content, formatted), ...answering(message, reply), reply_markup: keyboard(message.buttons), ...NO_PREVIEW };
      return this.#api.call("sendMessage", (api, signal) => api.sendMessage(payload, signal));
    });
    return sent(result);
  }

  /** A picture that Telegram cannot show, for its sides or its coding, is still a file. */
  async #file(to: Conversation, file: OutboundFile, message: OutboundMessage): Promise<SendOutcome> {
    if (!isPhoto(file)) return this.#upload(to, file, message, "sendDocument");
    const outcome = await this.#upload(to, file, message, "sendPhoto");
    return outcome.state === "refused" && ["bad_picture", "bad_content"].includes(outcome.code) ? this.#upload(to, file, message, "sendDocument") : outcome;
  }

  async #upload(to: Conversation, file: OutboundFile, message: OutboundMessage, method: "sendPhoto" | "sendDocument"): Promise<SendOutcome> {
    const upload = new Upload(file);
    const caption = format(message.text, LONGEST_CAPTION);
    const timeoutMs = uploadMs(file, this.options.requestTimeoutMs);
    const result = await this.#attempts.make(to, caption, ({ place, formatted, reply }) => {
      const payload = { ...place, ...shown("caption", caption, formatted), ...answering(message, reply), reply_markup: keyboard(message.buttons) };
      if (method === "sendPhoto") return this.#api.call(method, (api, signal) => api.sendPhoto({ ...payload, photo: upload.input() }, signal), { timeoutMs });
      return this.#api.call(method, (api, signal) => api.sendDocument({ ...payload, document: upload.input() }, signal), { timeoutMs });
    });
    if (upload.broken) return { state: "deferred", retryAfterMs: 1_000, reason: "The content of the file could not be read" };
    return sent(result);
  }

  /** A caption holds a quarter of what a message does: what is longer is said before. The id is that of the text, since that is what is edited. */
  async #textAndFile(to: Conversation, file: OutboundFile, message: OutboundMessage): Promise<SendOutcome> {
    const before = this.#said.get(message.key);
    const text: SendOutcome = before === undefined ? await this.#text(to, message) : { state: "delivered", message: before };
    if (text.state !== "delivered") return text;
    this.#remember(message.key, text.message);
    const outcome = await this.#file(to, file, { ...message, text: "", buttons: [], replyTo: undefined });
    if (outcome.state === "delivered" || outcome.state === "refused") this.#said.delete(message.key);
    return outcome.state === "delivered" ? text : outcome;
  }

  #remember(key: string, message: string): void {
    this.#said.set(key, message);
    const [oldest] = this.#said.keys();
    if (this.#said.size > MOST_SAID && oldest !== undefined) this.#said.delete(oldest);
  }
}
