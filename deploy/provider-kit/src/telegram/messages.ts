import { ApiError, badRequest } from "./api-error.js";
import { SILENCE } from "./bot-server.js";
import type { BotMessage, ChatLog, InlineButton } from "./chat-log.js";
import type { Faults } from "./faults.js";
import { formattedText } from "./formatted-text.js";
import type { Upload } from "./multipart.js";
import type { Parameters } from "./parameters.js";

/** What the platform knows of a chat. */
export interface Room {
  id: string;
  type: "private" | "group" | "supergroup";
  title?: string;
  forum?: boolean;
  /** The bot may not write there (any more): what it is told. */
  closed?: ApiError;
  /** The group became a supergroup with this id. */
  migratedTo?: number;
}

/** Longest data of a button, in bytes. https://core.telegram.org/bots/api#inlinekeyboardbutton */
const LONGEST_DATA = 64;
const LARGEST_PHOTO = 10 * 1024 * 1024;
const LARGEST_DOCUMENT = 50 * 1024 * 1024;

/** Methods that send and change messages. https://core.telegram.org/bots/api#available-methods */
export class Messages {
  constructor(private readonly world: { room(id: string): Room | undefined; log: ChatLog; faults: Faults; message(of: BotMessage): unknown }) {}

  readonly sendMessage = (parameters: Parameters): unknown =>
    this.#send(parameters, () => {
      if (!parameters.has("text")) throw badRequest("message text is empty");
      const formatted = formattedText(parameters, "text");
      if (formatted.text === "") throw badRequest("text must be non-empty");
      return { ...formatted, file: undefined, media: undefined };
    });

  readonly sendDocument = (parameters: Parameters): unknown => this.#sendFile(parameters, "document", LARGEST_DOCUMENT);

  readonly sendPhoto = (parameters: Parameters): unknown => this.#sendFile(parameters, "photo", LARGEST_PHOTO);

  readonly editMessageText = (parameters: Parameters): unknown => this.#edit(parameters, "text");

  readonly editMessageCaption = (parameters: Parameters): unknown => this.#edit(parameters, "caption");

  #sendFile(parameters: Parameters, media: "photo" | "document", largest: number): unknown {
    return this.#send(parameters, () => {
      const file = parameters.file(media);
      if (!file) throw badRequest(`there is no ${media} in the request`);
      if (file.bytes.byteLength > largest) throw new ApiError(413, "Request Entity Too Large");
      if (file.bytes.byteLength === 0) throw badRequest("file must be non-empty");
      if (media === "photo" && !isPicture(file)) throw badRequest("IMAGE_PROCESS_FAILED");
      return { ...formattedText(parameters, "caption"), file, media };
    });
  }

  #send(parameters: Parameters, content: () => Pick<BotMessage, "text" | "source" | "file" | "media">): unknown {
    const room = this.#room(parameters);
    const silent = this.#strike(parameters, room);
    const reply = parameters.json<{ message_id?: number; allow_sending_without_reply?: boolean }>("reply_parameters");
    const message: BotMessage = {
      id: 0,
      chat: room.id,
      topic: parameters.has("message_thread_id") ? parameters.text("message_thread_id") : undefined,
      ...content(),
      keyboard: keyboardOf(parameters),
      replyTo: reply?.message_id,
      preview: parameters.json<{ is_disabled?: boolean }>("link_preview_options")?.is_disabled !== true,
      edits: 0,
    };
    if (message.topic && !room.forum) throw badRequest("message thread not found");
    message.id = this.world.log.nextId();
    this.world.log.add(message);
    return silent ? SILENCE : this.world.message(message);
  }

  #edit(parameters: Parameters, field: "text" | "caption"): unknown {
    const room = this.#room(parameters);
    const silent = this.#strike(parameters, room);
    const message = this.world.log.find(room.id, parameters.number("message_id", { default: 0 }));
    if (!message) throw badRequest("message to edit not found");
    if ((message.file === undefined) !== (field === "text")) throw badRequest(`there is no ${field} in the message to edit`);
    const { text, source } = formattedText(parameters, field);
    if (field === "text" && text === "") throw badRequest("text must be non-empty");
    const keyboard = keyboardOf(parameters);
    if (message.source === source && JSON.stringify(message.keyboard) === JSON.stringify(keyboard))
      throw badRequest(
        "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
      );
    Object.assign(message, { text, source, keyboard, edits: message.edits + 1 });
    return silent ? SILENCE : this.world.message(message);
  }

  #room(parameters: Parameters): Room {
    const room = this.world.room(parameters.text("chat_id"));
    if (!room) throw badRequest("chat not found");
    if (room.migratedTo !== undefined)
      throw new ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", { migrate_to_chat_id: room.migratedTo });
    if (room.closed) throw room.closed;
    return room;
  }

  #strike(parameters: Parameters, room: Room): boolean {
    return this.world.faults.strike({ direct: room.type === "private", formatted: parameters.has("parse_mode") }) === "silence";
  }
}

function keyboardOf(parameters: Parameters): InlineButton[][] {
  const rows = parameters.json<{ inline_keyboard?: InlineButton[][] }>("reply_markup")?.inline_keyboard ?? [];
  for (const { text, callback_data: data = "" } of rows.flat()) {
    if (text === "") throw badRequest("can't parse inline keyboard button: Text buttons must be non-empty");
    const bytes = Buffer.byteLength(data);
    if (bytes === 0 || bytes > LONGEST_DATA) throw badRequest("BUTTON_DATA_INVALID");
  }
  return rows;
}

/** JPEG, PNG, WebP or GIF by their first bytes. */
function isPicture({ bytes }: Upload): boolean {
  return /^(?:ffd8ff|89504e47|52494646|474946)/.test(Buffer.from(bytes.subarray(0, 4)).toString("hex"));
}
