import type { Clock } from "@open-cowork/core/kernel";
import type { OutboundFile } from "@open-cowork/core/transport";
import { WebAPIHTTPError, WebAPIPlatformError, type WebClient } from "@slack/web-api";
import { NothingSaid, NotShared, WrongFile } from "./outcome.js";

interface Options {
  client: WebClient;
  clock: Clock;
  maxBytes: number;
  timeoutMs: number;
}
interface Sending {
  channel: string;
  thread_ts?: string;
  comment: string;
  file: OutboundFile;
}
/** Rooms that hold the file, with the messages that brought it there. */
type Shares = Partial<Record<"public" | "private", Record<string, { ts?: string; thread_ts?: string }[]>>>;

const UPLOAD_MS = 60_000;
/** Slack shares a file after it has looked through it: https://github.com/slackapi/bolt-js/issues/2115 */
const SHARED_MS = 30_000;
const FIRST_LOOK_MS = 50;
const LONGEST_LOOK_MS = 2_000;

/** Uploads in three steps, of which only the last is seen by anybody: https://docs.slack.dev/messaging/working-with-files#upload */
export class FileSender {
  constructor(private readonly options: Options) {}

  /**
   * Resolves with the id of the message once it is there, so that what is said next comes behind it.
   * @throws NothingSaid as long as nobody has seen anything; NotShared; what the client throws
   */
  async send({ channel, thread_ts, comment, file }: Sending): Promise<string> {
    const { client } = this.options;
    const id = await this.#upload(file).catch((error: unknown) => {
      throw new NothingSaid(error);
    });
    await client.files.completeUploadExternal({
      files: [{ id, title: harmless(file.name) }],
      channel_id: channel,
      ...(comment === "" ? {} : { initial_comment: comment }),
      ...(thread_ts === undefined ? {} : { thread_ts }),
    } as Parameters<typeof client.files.completeUploadExternal>[0]);
    return this.#shared(id, channel);
  }

  async #upload(file: OutboundFile): Promise<string> {
    const { client, timeoutMs } = this.options;
    const content = await this.#read(file);
    const { upload_url: url, file_id: id } = await client.files.getUploadURLExternal({ filename: harmless(file.name), length: file.bytes });
    if (url === undefined || id === undefined) throw new Error("Slack answered without an address for the upload");
    const answer = await fetch(url, {
      method: "POST",
      body: content,
      headers: { "content-type": "application/octet-stream" },
      signal: AbortSignal.timeout(Math.max(timeoutMs, UPLOAD_MS)),
    });
    if (!answer.ok) throw new WebAPIHTTPError(answer.status, answer.statusText, {});
    return id;
  }

  /** Whole, before Slack hears of it, and exactly as long as it was said to be. */
  async #read({ name, bytes, open }: OutboundFile): Promise<Blob> {
    if (bytes > this.options.maxBytes) throw new WrongFile("too_large", `The file ${name} is larger than what may be sent to Slack`);
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let read = 0;
    for await (const chunk of await open()) {
      read += chunk.byteLength;
      if (read > bytes) break;
      chunks.push(chunk as Uint8Array<ArrayBuffer>);
    }
    if (read !== bytes) throw new WrongFile("bad_content", `The file ${name} is not as long as it was said to be`);
    return new Blob(chunks);
  }

  /** Looks until Slack has shared it. @throws NotShared: it may still appear, or never */
  async #shared(id: string, channel: string): Promise<string> {
    const { client, clock } = this.options;
    const end = clock.now() + SHARED_MS;
    for (let wait = FIRST_LOOK_MS; clock.now() < end; wait = Math.min(wait * 2, LONGEST_LOOK_MS)) {
      await clock.sleep(wait);
      try {
        const { file } = await client.files.info({ file: id });
        const { public: open, private: closed } = (file?.shares ?? {}) as Shares;
        const ts = (open?.[channel] ?? closed?.[channel])?.at(-1)?.ts;
        if (ts !== undefined) return ts;
      } catch (error) {
        // Without the right to look, Slack's word is all there is; the file's id then stands for a message that cannot be changed.
        if (error instanceof WebAPIPlatformError) return id;
      }
    }
    throw new NotShared();
  }
}

/** A name and nothing more: no path, no control character. */
function harmless(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in it
  const plain = name.replace(/[\u0000-\u001f\u007f/\\]/g, "_").slice(0, 255);
  return /^\.*$/.test(plain) ? "file" : plain;
}
