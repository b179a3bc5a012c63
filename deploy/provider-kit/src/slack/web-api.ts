import type { ChatPerson } from "@open-cowork/shared";
import { blockError } from "./block-limits.js";
import type { Files } from "./files.js";
import type { Block, Rooms } from "./rooms.js";
import { BOT, directOf, ROOM, TEAM, userOf } from "./workspace.js";

/** Slack answers before a file is shared: https://github.com/slackapi/bolt-js/issues/2115 */
const SHARED_AFTER_MS = 15;

interface World {
  origin(): string;
  /** With the names that they have now. */
  people(): readonly ChatPerson[];
}

/** The methods of the Web API that we use: https://docs.slack.dev/reference/methods */
export class WebApi {
  constructor(
    private readonly rooms: Rooms,
    private readonly files: Files,
    private readonly world: World,
  ) {}

  call(method: string, fields: Record<string, string>): Record<string, unknown> {
    switch (method) {
      case "auth.test":
        return { ok: true, user_id: BOT.user, user: BOT.name, team_id: TEAM, team: "Sim", bot_id: BOT.bot };
      case "apps.connections.open":
        return { ok: true, url: `${this.world.origin().replace("http", "ws")}/link?ticket=1` };
      case "users.info":
        return this.#user(fields.user ?? "");
      case "chat.postMessage":
        return this.#post(fields);
      case "chat.update":
        return this.#update(fields);
      case "files.getUploadURLExternal": {
        const id = this.files.keep(fields.filename ?? "", new Uint8Array(), "app");
        return { ok: true, file_id: id, upload_url: `${this.world.origin()}/upload/${id}` };
      }
      case "files.completeUploadExternal":
        return this.#share(fields);
      case "files.info":
        return this.files.info(fields.file ?? "");
      case "assistant.threads.setStatus":
      case "chat.postEphemeral":
        return { ok: true };
      default:
        return { ok: false, error: "unknown_method" };
    }
  }

  /** https://docs.slack.dev/reference/methods/chat.postMessage */
  #post({ channel = "", thread_ts: thread, text = "", blocks: given }: Record<string, string>): Record<string, unknown> {
    const blocks = JSON.parse(given ?? "[]") as Block[];
    const error = blockError(blocks);
    if (!this.#isKnown(channel)) return { ok: false, error: "channel_not_found" };
    if (text.trim() === "" && blocks.length === 0) return { ok: false, error: "no_text" };
    if (text.length > 40_000) return { ok: false, error: "msg_too_long" };
    if (error) return { ok: false, error };
    return { ok: true, channel, ts: this.rooms.post({ channel, text, blocks, files: [], ...(thread === undefined ? {} : { thread }) }).ts };
  }

  /** https://docs.slack.dev/reference/methods/chat.update takes less text than a new message may have. */
  #update({ channel = "", ts = "", text = "", blocks: given }: Record<string, string>): Record<string, unknown> {
    const blocks = JSON.parse(given ?? "[]") as Block[];
    const message = this.rooms.find(channel, ts);
    const error = blockError(blocks);
    if (!message) return { ok: false, error: "message_not_found" };
    if (text.trim() === "" && blocks.length === 0) return { ok: false, error: "no_text" };
    if (Buffer.byteLength(text) > 4_000) return { ok: false, error: "msg_too_long" };
    if (error) return { ok: false, error };
    Object.assign(message, { text, blocks, edits: message.edits + 1 });
    return { ok: true, channel, ts };
  }

  /** Answers at once; the message with the files comes a little later. */
  #share({ channel_id: channel = "", thread_ts: thread, initial_comment: text = "", files: given }: Record<string, string>): Record<string, unknown> {
    const asked = JSON.parse(given ?? "[]") as { id: string; title?: string }[];
    const files = asked.flatMap(({ id }) => this.files.get(id) ?? []);
    if (files.length !== asked.length) return { ok: false, error: "file_not_found" };
    if (!this.#isKnown(channel)) return { ok: false, error: "channel_not_found" };
    setTimeout(() => {
      const place = { channel, ...(thread === undefined ? {} : { thread }) };
      const { ts } = this.rooms.post({ ...place, text, blocks: [], files });
      for (const file of files) file.share = { ...place, ts };
    }, SHARED_AFTER_MS);
    return { ok: true, files: asked.map(({ id, title }) => ({ id, title })) };
  }

  #isKnown(channel: string): boolean {
    return channel === ROOM || this.world.people().some(({ id }) => directOf(id) === channel);
  }

  #user(id: string): Record<string, unknown> {
    const found = this.world.people().find((who) => userOf(who.id) === id);
    if (!found) return { ok: false, error: "user_not_found" };
    const { name, handle } = found;
    return { ok: true, user: { id, name: handle, profile: { display_name: name } } };
  }
}
