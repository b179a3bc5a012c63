import type { SeenMessage } from "../platform.js";

export interface PostedMessage {
  channel: string;
  ts: string;
  thread?: string;
  text: string;
  blocks: readonly Block[];
  files: { name: string; bytes: Uint8Array }[];
  edits: number;
}
interface Block {
  type: string;
  text?: { text: string };
  elements?: { type: string; text: { text: string }; value?: string }[];
}

/** What stands in the rooms of the simulated workspace. */
export class Rooms {
  readonly #messages: PostedMessage[] = [];
  #clock = 1_700_000_000;
  #count = 0;

  /** A new timestamp id, as Slack writes them. */
  ts(): string {
    return `${this.#clock++}.${String(++this.#count).padStart(6, "0")}`;
  }

  post(message: Omit<PostedMessage, "ts" | "edits">): PostedMessage {
    const posted = { ...message, ts: this.ts(), edits: 0 };
    this.#messages.push(posted);
    return posted;
  }

  find(channel: string, ts: string): PostedMessage | undefined {
    return this.#messages.find((message) => message.channel === channel && message.ts === ts);
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

/** mrkdwn as it reads on the screen: https://docs.slack.dev/messaging/formatting-message-text */
function readable(source: string): string {
  const parts = source.split(/(```[\s\S]*?```|`[^`\n]+`)/);
  const shown = parts.map((part, i) => {
    if (i % 2 === 1) return part.replace(/^```\n?|\n?```$|^`|`$/g, "");
    return part
      .replace(/<([^<>|]+)\|([^<>]+)>/g, "$2")
      .replace(/<([^<>|]+)>/g, "$1")
      .replace(/(^|[^\w*])\*(\S(?:[^*\n]*\S)?)\*(?!\w)/g, "$1$2")
      .replace(/(^|[^\w_])_(\S(?:[^_\n]*\S)?)_(?!\w)/g, "$1$2")
      .replace(/(^|[^\w~])~(\S(?:[^~\n]*\S)?)~(?!\w)/g, "$1$2");
  });
  return shown.join("").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&").trim();
}
