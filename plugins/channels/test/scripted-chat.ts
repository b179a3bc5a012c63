import type { ChatCapabilities, ChatProfile, ChatProvider, ChatSink, OutboundMessage } from "@open-cowork/core/transport";
import { AppError, type ChatPerson, type Conversation, type InboundEvent, type InboundFile, type SendOutcome } from "@open-cowork/shared";

export interface Shown {
  id: string;
  text: string;
  buttons: { label: string; value: string }[];
  file?: string;
  edits: number;
  key: string;
}

/** A platform without a network, which outlives the providers that talk to it. */
export class ScriptedChat {
  readonly messages: Shown[] = [];
  readonly acknowledged: (string | undefined)[] = [];
  readonly files = new Map<string, Uint8Array>();
  typed = 0;
  calls = 0;
  /** When messages were changed. */
  readonly editedAt: number[] = [];
  /** What becomes of the next sends and edits; then all is well. Of what is unknown, the platform has it unless the reason is `lost`. */
  readonly outcomes: SendOutcome[] = [];
  sink: ChatSink | undefined;
  #ids = 0;
  #keys = 0;

  constructor(
    readonly capabilities: ChatCapabilities,
    private readonly now: () => number = () => 0,
  ) {}

  key(): string {
    return `event-${++this.#keys}`;
  }

  provider(): ChatProvider {
    return new ScriptedProvider(this);
  }

  take(verb: "send" | "edit", message: OutboundMessage, id?: string): SendOutcome {
    this.calls += 1;
    if (verb === "edit") this.editedAt.push(this.now());
    const outcome = this.outcomes.shift();
    if (outcome !== undefined && outcome.state !== "delivered" && (outcome.state !== "unknown" || outcome.reason === "lost")) return outcome;
    const { text, buttons, file, key } = message;
    const shown = { text, buttons: buttons.map(({ label, value }) => ({ label, value })), ...(file === undefined ? {} : { file: file.name }) };
    const existing = id === undefined ? undefined : this.messages.find((each) => each.id === id);
    if (verb === "edit") {
      if (existing === undefined) return { state: "refused", code: "gone", reason: "no such message" };
      Object.assign(existing, shown, { edits: existing.edits + 1 });
      return outcome ?? { state: "delivered", message: existing.id };
    }
    const posted = { id: `m${++this.#ids}`, edits: 0, key, ...shown };
    this.messages.push(posted);
    return outcome ?? { state: "delivered", message: posted.id };
  }

  get texts(): string[] {
    return this.messages.map(({ text }) => text);
  }
}

class ScriptedProvider implements ChatProvider {
  readonly kind = "scripted";
  readonly instance = "one";
  readonly capabilities: ChatCapabilities;

  constructor(private readonly chat: ScriptedChat) {
    this.capabilities = chat.capabilities;
  }
  async start(sink: ChatSink): Promise<ChatProfile> {
    this.chat.sink = sink;
    return { name: "Cowork", handle: "cowork_bot" };
  }
  async stop(): Promise<void> {
    this.chat.sink = undefined;
  }
  async send(_to: Conversation, message: OutboundMessage): Promise<SendOutcome> {
    return this.chat.take("send", message);
  }
  async edit(_to: Conversation, id: string, message: OutboundMessage): Promise<SendOutcome> {
    return this.chat.take("edit", message, id);
  }
  async typing(): Promise<void> {
    this.chat.typed += 1;
  }
  async download({ ref }: InboundFile): Promise<AsyncIterable<Uint8Array>> {
    const bytes = this.chat.files.get(ref);
    if (bytes === undefined) throw new AppError("provider.file_gone");
    return (async function* () {
      yield bytes;
    })();
  }
  async acknowledge(_token: string, text?: string): Promise<void> {
    this.chat.acknowledged.push(text);
  }
}

export const ann: ChatPerson = { id: "p-ann", name: "Ann", handle: "ann" };
export const bob: ChatPerson = { id: "p-bob", name: "Bob", handle: "bob" };
export const eve: ChatPerson = { id: "p-eve", name: "Ann", handle: "ann" };
export const direct: Conversation = { chat: "c-ann", kind: "direct" };
export const room: Conversation = { chat: "c-room", kind: "shared", topic: "7" };

export function said(chat: ScriptedChat, text: string, over: Partial<Extract<InboundEvent, { type: "message" }>> = {}): InboundEvent {
  return { type: "message", key: chat.key(), conversation: direct, person: ann, at: 1, text, files: [], addressed: true, ...over };
}
export function pressed(chat: ScriptedChat, value: string, over: Partial<Extract<InboundEvent, { type: "press" }>> = {}): InboundEvent {
  return { type: "press", key: chat.key(), conversation: direct, person: ann, at: 1, value, token: "t", ...over };
}
