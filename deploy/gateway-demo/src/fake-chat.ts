import { setTimeout as pause } from "node:timers/promises";
import { EventSourceParserStream } from "eventsource-parser/stream";

/** A message of the demo platform. */
export interface ChatMessage {
  id: string;
  /** Us: the bot. */
  from: "us" | { id: string; name: string };
  text: string;
  buttons: { label: string; value: string }[];
  files: { id: string; name: string; mime: string; bytes: number }[];
  edits: number;
}

/** What happens in a conversation. After a `reset` all its messages follow as they stand. */
export type ChatFrame =
  | { type: "reset" | "typing" }
  | { type: "message" | "edited"; message: ChatMessage }
  | { type: "removed"; id: string }
  | { type: "notice"; text: string };

const AGAIN_MS = 300;

/** The demo platform as somebody's chat program sees it: the direct conversation of one person. */
export class FakeChat {
  constructor(
    private readonly platformUrl: string,
    readonly person: { id: string; name: string },
  ) {}

  async say(text: string, files: readonly string[] = []): Promise<void> {
    await this.#post("/messages", { person: this.person, text, files });
  }

  async press(message: string, value: string): Promise<void> {
    await this.#post("/presses", { person: this.person, message, value });
  }

  /** Returns the id for {@link say}. */
  async upload(name: string, content: Uint8Array<ArrayBuffer>): Promise<string> {
    const query = new URLSearchParams({ name });
    const headers = { "content-type": "application/octet-stream" };
    const response = await fetch(`${this.platformUrl}/files?${query}`, { method: "POST", headers, body: content });
    return ((await fine(response).then((answer) => answer.json())) as { id: string }).id;
  }

  async download(file: string): Promise<Uint8Array> {
    return new Uint8Array(await (await fine(await fetch(`${this.platformUrl}/files/${file}`))).arrayBuffer());
  }

  /** Everything that happens, until the signal aborts. Connects again when the platform was away, and goes on where it was. */
  async watch(listener: (frame: ChatFrame) => void, signal: AbortSignal): Promise<void> {
    let last: string | undefined;
    while (!signal.aborted) {
      try {
        const headers: Record<string, string> = { accept: "text/event-stream", ...(last === undefined ? {} : { "last-event-id": last }) };
        const response = await fine(await fetch(`${this.platformUrl}/events?person=${this.person.id}`, { headers, signal }));
        const events = response.body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
        for await (const { id, data } of events ?? []) {
          last = id ?? last;
          if (data) listener(JSON.parse(data) as ChatFrame);
        }
      } catch (error) {
        // The gateway was stopped or killed; it may come back. Anything else is a defect of this program.
        if (!signal.aborted && !(error instanceof TypeError) && !(error instanceof Refusal)) throw error;
      }
      await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #post(path: string, body: unknown): Promise<void> {
    await fine(await fetch(this.platformUrl + path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }));
  }
}

/** The platform answered, and not well. */
class Refusal extends Error {}

async function fine(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw new Refusal(`The demo platform answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
}
