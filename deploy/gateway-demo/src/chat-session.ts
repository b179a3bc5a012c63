import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Conversation } from "./conversation.js";
import type { ChatFrame, FakeChat } from "./fake-chat.js";
import { formatMessage } from "./format.js";
import type { Input } from "./input.js";

export interface ChatSessionOptions {
  chat: FakeChat;
  /** Folder for files that come in. */
  downloads: string;
  /** How long a script waits for what it waits for. Default 60,000. */
  patienceMs?: number;
}

/** Somebody's side of the conversation: says what is typed, keeps what is answered, fetches files. */
export class ChatSession {
  readonly conversation = new Conversation();
  readonly saved = new Map<string, string>();
  readonly #end = new AbortController();
  readonly #watching: Promise<void>;
  /** Frames, one after the other: a file is there before its message is shown. */
  #taken: Promise<void> = Promise.resolve();
  /** Changes up to here were answers to earlier input. */
  #mark = 0;

  constructor(private readonly options: ChatSessionOptions) {
    this.#watching = options.chat.watch((frame) => {
      this.#taken = this.#taken.then(() => this.#take(frame));
    }, this.#end.signal);
  }

  /** @throws Error when there is no such button or file, or when what a script waits for does not come */
  async do(input: Exclude<Input, { kind: "quit" }>): Promise<void> {
    const { chat, patienceMs = 60_000 } = this.options;
    const { conversation } = this;
    switch (input.kind) {
      case "say":
        this.#mark = conversation.changes;
        return chat.say(input.text);
      case "file": {
        const content = new Uint8Array(readFileSync(input.path));
        const id = await chat.upload(path.basename(input.path), content);
        this.#mark = conversation.changes;
        return chat.say(input.text, [id]);
      }
      case "press": {
        const message = await conversation.until(`Button ${input.number}`, () => this.#withButton(input.number), patienceMs);
        const button = message.buttons[input.number - 1];
        this.#mark = conversation.changes;
        return chat.press(message.id, button?.value ?? "");
      }
      case "wait": {
        const holds = ({ message, change }: { message: Parameters<typeof formatMessage>[0]; change: number }) =>
          change > this.#mark && message.from === "us" && formatMessage(message, this.saved).includes(input.text);
        await conversation.until(`“${input.text}”`, (shown) => shown.find(holds), patienceMs);
      }
    }
  }

  /** Everything as it stands now, with files fetched. */
  async transcript(): Promise<string> {
    await this.#taken;
    return this.conversation.messages.map((message) => formatMessage(message, this.saved)).join("\n\n");
  }

  async end(): Promise<void> {
    this.#end.abort();
    await Promise.all([this.#watching, this.#taken]);
  }

  /** The message that has it; for people who press too early the newest one counts. */
  #withButton(number: number) {
    const { asking } = this.conversation;
    return asking?.buttons[number - 1] === undefined ? undefined : asking;
  }

  async #take(frame: ChatFrame): Promise<void> {
    const files = frame.type === "message" && frame.message.from === "us" ? frame.message.files : [];
    for (const { id, name } of files) if (!this.saved.has(id)) this.saved.set(id, await this.#fetch(id, name));
    this.conversation.apply(frame);
  }

  /** Where it is now, or why it is not. */
  async #fetch(id: string, name: string): Promise<string> {
    const { chat, downloads } = this.options;
    const file = path.join(downloads, `${id.slice(-6)}-${path.basename(name)}`);
    try {
      mkdirSync(downloads, { recursive: true });
      writeFileSync(file, await chat.download(id));
      return file;
    } catch (error) {
      return `not fetched: ${(error as Error).message}`;
    }
  }
}
