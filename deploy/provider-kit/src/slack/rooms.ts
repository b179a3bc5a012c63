import type { SeenMessage } from "../platform.js";
import { readable } from "./readable.js";

export interface PostedMessage {
  channel: string;
  ts: string;
  thread?: string;
  text: string;
  blocks: readonly Block[];
  files: { name: string; bytes: Uint8Array }[];
  edits: number;
}
export interface Block {
  type: string;
  text?: { text: string };
  elements?: { type: string; text: { text: string }; value?: string }[];
}

/** What stands in the rooms of the simulated workspace. */
export class Rooms {
  readonly #messages: PostedMessage[] = [];
  #micros = 0;

  /** A new timestamp id, as Slack writes them: seconds, with a fraction that makes it the only one. */
  ts(): string {
    this.#micros = Math.max(this.#micros + 1, Date.now() * 1_000);
    return `${Math.floor(this.#micros / 1_000_000)}.${String(this.#micros % 1_000_000).padStart(6, "0")}`;
  }

  post(message: Omit<PostedMessage, "ts" | "edits">): PostedMessage {
    const posted = { ...message, ts: this.ts(), edits: 0 };
    this.#messages.push(posted);
    return posted;
  }

  find(channel: string, ts: string): PostedMessage | undefined {
    return this.#messages.find((message) => message.channel === channel && message.ts === ts);
  }

  remove(channel: string, ts: string): void {
    const at = this.#messages.findIndex((message) => message.channel === channel && message.ts === ts);
    if (at >= 0) this.#messages.splice(at, 1);
  }

  seen(channel: string, thread: string | undefined): SeenMessage[] {
    return this.#messages.filter((message) => message.channel === channel && message.thread === thread).map(seenMessage);
  }
}

function seenMessage({ ts, text, blocks, files, edits }: PostedMessage): SeenMessage {
  const sections = blocks.filter(({ type }) => type === "section").map((block) => block.text?.text ?? "");
  const source = sections.length > 0 ? sections.join("\n") : text;
  const buttons = blocks.flatMap(({ type, elements }) =>
    type === "actions" ? (elements ?? []).map((button) => ({ label: button.text.text, value: button.value ?? "" })) : [],
  );
  return { id: ts, text: readable(source), source, buttons, files, edits };
}
