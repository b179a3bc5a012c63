import type { Clock } from "@open-cowork/core/kernel";
import {
  type ChatCapabilities,
  type ChatProfile,
  type ChatProvider,
  type ChatSink,
  fileNameOf,
  type OutboundFile,
  type OutboundMessage,
  Turns,
} from "@open-cowork/core/transport";
import { AppError, type Conversation, type InboundFile, type SendOutcome } from "@open-cowork/shared";
import { outcomeOf } from "./outcome.js";
import { type FakePlatform, MAX_FILE_BYTES, MAX_TEXT } from "./platform/fake-platform.js";
import { conversationKey } from "./platform/inbox.js";

export interface FakeProviderOptions {
  instance: string;
  name: string;
  handle: string;
  /** Default: the longest that the platform takes. */
  textMax?: number;
  /** A request whose answer has not come by then has an unknown outcome. */
  answerMs: number;
  platform: FakePlatform;
  clock: Clock;
}

const CAPABILITIES: Omit<ChatCapabilities, "text"> = {
  edits: { minIntervalMs: 100 },
  buttons: { max: 12, maxPerRow: 4, maxLabel: 60 },
  files: { in: MAX_FILE_BYTES, out: MAX_FILE_BYTES },
  typing: true,
};

/** The demo platform as a chat channel. */
export class FakeProvider implements ChatProvider {
  readonly kind = "fake";
  readonly capabilities: ChatCapabilities;
  readonly instance: string;
  readonly #turns = new Turns();
  #sink: ChatSink | undefined;
  #isTroubled = false;

  constructor(private readonly options: FakeProviderOptions) {
    this.instance = options.instance;
    this.capabilities = { ...CAPABILITIES, text: { max: options.textMax ?? MAX_TEXT } };
  }

  async start(sink: ChatSink): Promise<ChatProfile> {
    this.#sink = sink;
    const { name, handle, platform } = this.options;
    platform.inbox.connect((event) => sink.inbound(event));
    sink.health({ state: "ok" });
    return { name, handle };
  }

  async stop(): Promise<void> {
    await this.options.platform.inbox.disconnect();
    this.#sink = undefined;
  }

  send(to: Conversation, message: OutboundMessage): Promise<SendOutcome> {
    return this.#turns.run(conversationKey(to), async () => {
      const { file, text, buttons, replyTo } = message;
      if (file && file.bytes > MAX_FILE_BYTES) return { state: "refused", code: "too_large", reason: `files have at most ${MAX_FILE_BYTES} bytes here` };
      return this.#attempt(async () => {
        const files = file ? [await this.#shelve(file)] : [];
        return this.options.platform.post(to, { text, buttons, files, replyTo });
      });
    });
  }

  edit(to: Conversation, messageId: string, { text, buttons }: OutboundMessage): Promise<SendOutcome> {
    return this.#turns.run(conversationKey(to), () =>
      this.#attempt(async () => {
        await this.options.platform.edit(to, messageId, { text, buttons });
        return messageId;
      }),
    );
  }

  async typing(to: Conversation): Promise<void> {
    this.options.platform.typing(to);
  }

  async download({ ref, bytes = 0 }: InboundFile, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    signal.throwIfAborted();
    const file = this.options.platform.shelf.get(ref);
    if (Math.max(bytes, file?.content.length ?? 0) > MAX_FILE_BYTES) throw new AppError("artifact.too_large", { details: { maxBytes: MAX_FILE_BYTES } });
    if (!file) throw new AppError("provider.file_gone");
    return once(file.content);
  }

  async acknowledge(token: string, text?: string): Promise<void> {
    if (text !== undefined) this.options.platform.notice(token, text);
  }

  async #attempt(request: () => Promise<string>): Promise<SendOutcome> {
    const { clock, answerMs } = this.options;
    const outcome = await outcomeOf(request, clock, answerMs);
    const isRefused = outcome.state === "refused" && outcome.code === "unauthorised";
    if (isRefused) this.#sink?.health({ state: "failed", detail: "The demo platform refuses us." });
    else if (this.#isTroubled && outcome.state === "delivered") this.#sink?.health({ state: "ok" });
    if (isRefused || outcome.state === "delivered") this.#isTroubled = isRefused;
    return outcome;
  }

  async #shelve(file: OutboundFile): Promise<{ id: string; name: string; mime: string; bytes: number }> {
    const { id, name, mime, content } = await this.options.platform.shelf.put(fileNameOf(file.name), file.mime, await file.open(), MAX_FILE_BYTES);
    return { id, name, mime, bytes: content.length };
  }
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}
