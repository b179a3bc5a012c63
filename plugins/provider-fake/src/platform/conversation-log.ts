import type { ChatButton, ChatPerson, Conversation } from "@open-cowork/shared";

/** A message as people see it. */
export interface FakeMessage {
  id: string;
  /** Us, or somebody. */
  from: "us" | ChatPerson;
  /** Milliseconds since the epoch. */
  at: number;
  /** Of ours: Markdown. */
  text: string;
  buttons: ChatButton[];
  files: { id: string; name: string; mime: string; bytes: number }[];
  replyTo?: string;
  edits: number;
}

/** What happens in a conversation. A notice is for one person only; `typing` and notices are not kept. */
export type FakeFrame =
  | { type: "message" | "edited"; message: FakeMessage }
  | { type: "removed"; id: string }
  | { type: "typing" }
  | { type: "notice"; text: string; person: string };

type Listener = (frame: FakeFrame, seq: number) => void;

/** Older ones are forgotten. */
const MAX_MESSAGES = 500;
const MAX_FRAMES = 1_000;

/** One conversation: its messages as they stand, what happened lately by number, and who watches. */
export class ConversationLog {
  readonly messages: FakeMessage[] = [];
  readonly #frames: { frame: FakeFrame; seq: number }[] = [];
  readonly #listeners = new Set<Listener>();
  #seq = 0;

  constructor(readonly conversation: Conversation) {}

  get seq(): number {
    return this.#seq;
  }

  add(message: FakeMessage): void {
    this.messages.push(message);
    if (this.messages.length > MAX_MESSAGES) this.messages.shift();
    this.#record({ type: "message", message });
  }

  find(id: string): FakeMessage | undefined {
    return this.messages.find((message) => message.id === id);
  }

  /** Replaces text and buttons; to say the same changes nothing. */
  edit(message: FakeMessage, text: string, buttons: ChatButton[]): void {
    if (message.text === text && JSON.stringify(message.buttons) === JSON.stringify(buttons)) return;
    Object.assign(message, { text, buttons, edits: message.edits + 1 });
    this.#record({ type: "edited", message });
  }

  remove(id: string): void {
    const at = this.messages.findIndex((message) => message.id === id);
    if (at < 0) return;
    this.messages.splice(at, 1);
    this.#record({ type: "removed", id });
  }

  /** Tells those who watch now. */
  flash(frame: FakeFrame): void {
    for (const listener of this.#listeners) listener(frame, this.#seq);
  }

  /** What happened after that number; undefined when some of it is forgotten, or the number is none of this log. */
  since(seq: number): { frame: FakeFrame; seq: number }[] | undefined {
    const first = this.#frames[0]?.seq ?? this.#seq + 1;
    return seq > this.#seq || seq + 1 < first ? undefined : this.#frames.filter((kept) => kept.seq > seq);
  }

  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  #record(frame: FakeFrame): void {
    this.#seq += 1;
    // A message changes later; what is replayed is how it stood then.
    this.#frames.push({ frame: structuredClone(frame), seq: this.#seq });
    if (this.#frames.length > MAX_FRAMES) this.#frames.shift();
    this.flash(frame);
  }
}
