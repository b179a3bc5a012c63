import { type Attachment, type ChannelThread, type InboundFile, type InboundMessage, isAppError } from "@open-cowork/shared";
import type { Conversations } from "../outbound/conversations.js";
import type { Served } from "../served.js";
import type { Asked } from "./asked.js";

const TITLE_CHARS = 60;

/** What people say to the agent: the session of the conversation, made at the first message, gets a prompt. */
export class Prompts {
  constructor(
    private readonly served: Served,
    private readonly conversations: Conversations,
    private readonly reply: (asked: Asked, text: string, part?: number) => Promise<void>,
  ) {}

  async ask(asked: Asked, event: InboundMessage): Promise<string> {
    const { attachments, notes } = await this.#attachments(asked, event);
    const said = event.text.trim();
    for (const [i, note] of notes.entries()) await this.reply(asked, note, 10 + i);
    if (said === "" && attachments.length === 0) return "empty";
    const quote =
      event.quote === undefined
        ? ""
        : `${event.quote
            .split("\n")
            .map((line) => `> ${line}`)
            .join("\n")}\n\n`;
    await this.#prompt(asked, `${quote}${said}`, attachments);
    return "prompted";
  }

  async #prompt(asked: Asked, text: string, attachments: Attachment[]): Promise<void> {
    const { deps } = this.served;
    const { record, as } = asked;
    const thread = await sessionOf(this.served, asked, record.id, text);
    const command = { kind: "prompt", id: record.id, text, attachments, delivery: "queue", ...this.#choice(thread.id) } as const;
    try {
      await deps.workspace.command(as, thread.session, command);
    } catch (error) {
      if (!isAppError(error) || (error.code !== "session.not_found" && error.code !== "session.archived")) throw error;
      // The thread was deleted or put away in the workspace: what is said now begins a new one.
      const fresh = await beginSession(this.served, { ...asked, thread }, record.id, text);
      await deps.workspace.command(as, fresh.session, command);
      this.#followed(fresh);
      return;
    }
    this.#followed(thread);
  }

  readonly #choices = new Map<string, { agent?: string; model?: { provider: string; model: string } }>();
  /** For the next prompt of the conversation; the session remembers it from then on. */
  choose(thread: string, choice: { agent?: string; model?: { provider: string; model: string } }): void {
    this.#choices.set(thread, { ...this.#choices.get(thread), ...choice });
  }
  #choice(thread: string) {
    return this.#choices.get(thread) ?? {};
  }

  #followed(thread: ChannelThread): void {
    void this.conversations.follow(thread);
  }

  async #attachments({ as, thread }: Asked, event: InboundMessage): Promise<{ attachments: Attachment[]; notes: string[] }> {
    const attachments: Attachment[] = [];
    const notes: string[] = [];
    for (const file of event.files) {
      const taken = await this.#take(as, thread, file);
      if (typeof taken === "string") notes.push(taken);
      else attachments.push(taken);
    }
    return { attachments, notes };
  }

  /** The file as an attachment, or why it was left out. A platform that is away is waited for. */
  async #take(as: Asked["as"], thread: ChannelThread, file: InboundFile): Promise<Attachment | string> {
    const { deps, provider, texts, signal } = this.served;
    const most = provider.capabilities.files.in;
    if ((file.bytes ?? 0) > most) return texts.fileTooLarge(file.name);
    try {
      const content = await provider.download(file, signal);
      const meta = { name: file.name, mime: file.mime, ...(thread.session === undefined ? {} : { session: thread.session }) };
      const { id, name, mime, bytes } = await deps.artifacts.put(as, meta, content, most);
      return { artifact: id, name, mime, bytes };
    } catch (error) {
      if (!isAppError(error)) throw error;
      if (error.code === "artifact.too_large") return texts.fileTooLarge(file.name);
      if (error.code === "provider.file_gone") return texts.fileGone(file.name);
      throw error;
    }
  }
}

/** The thread with the session that speaks in it, begun now where there is none. Its id comes from what asked for it, so it is begun once. */
async function sessionOf(served: Served, asked: Asked, id: string, title: string): Promise<ChannelThread & { session: string }> {
  const { session } = asked.thread;
  return session === undefined ? beginSession(served, asked, id, title) : { ...asked.thread, session };
}

export async function beginSession(
  { deps, ctx, binding }: Served,
  { as, thread }: Asked,
  id: string,
  title: string,
): Promise<ChannelThread & { session: string }> {
  const words = title.replace(/^>.*$/gm, "").replace(/\s+/g, " ").trim();
  const short = words.length > TITLE_CHARS ? `${words.slice(0, TITLE_CHARS - 1).replace(/[\uD800-\uDBFF]$/, "")}…` : words;
  let cursor = 1;
  try {
    const created = await deps.workspace.create(as, { id, title: short, ...(binding.policy.agent === undefined ? {} : { agent: binding.policy.agent }) });
    cursor = created.headSeq;
  } catch (error) {
    if (!isAppError(error) || error.code !== "session.exists") throw error;
  }
  return { ...(await deps.threads.bind(ctx, binding.id, thread.id, id, cursor)), session: id };
}
