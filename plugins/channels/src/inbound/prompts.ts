import { type InboundMessage, type InboundRecord, isAppError, MAX_PROMPT_CHARS } from "@open-cowork/shared";
import type { Conversations } from "../outbound/conversations.js";
import { readView } from "../read-view.js";
import type { Served } from "../served.js";
import { quoted } from "../texts/escape.js";
import type { Asked, Reply } from "./asked.js";
import { takeFiles } from "./attachments.js";
import type { Choices } from "./choices.js";
import { beginSession, type SpokenThread, sessionOf } from "./sessions.js";

/** The session was deleted or put away in the workspace: what is said now begins a new one. */
const BEGINS_ANEW: ReadonlySet<string> = new Set(["session.not_found", "session.archived"]);

/** What people say to the agent: the session of the conversation, made at the first message, gets a prompt. */
export class Prompts {
  readonly #startedAt: number;

  constructor(
    private readonly served: Served,
    private readonly conversations: Conversations,
    private readonly choices: Choices,
    private readonly reply: Reply,
  ) {
    this.#startedAt = served.deps.clock.now();
  }

  async ask(asked: Asked, event: InboundMessage): Promise<string> {
    if (event.files.length > 0 && (await this.#isAskedAlready(asked))) return "prompted";
    const { attachments, notes } = await takeFiles(this.served, asked.as, asked.thread.session, event.files);
    for (const [i, note] of notes.entries()) await this.reply(asked, note, `file-${i}`);
    const said = event.text.trim();
    if (said === "" && attachments.length === 0) return "empty";
    const thread = await this.#prompt(asked, { text: promptText(event), title: said || attachments[0]!.name, attachments });
    await this.choices.taken(thread.id);
    await this.#tellOfWaiting(asked);
    void this.conversations.follow(thread);
    return "prompted";
  }

  async #prompt(
    asked: Asked,
    { title, ...said }: { text: string; title: string; attachments: Parameters<typeof commandOf>[1]["attachments"] },
  ): Promise<SpokenThread> {
    const { deps } = this.served;
    const choice = this.choices.of(asked.thread.id);
    const command = commandOf(asked.record, { ...said, ...choice });
    const thread = await sessionOf(this.served, this.conversations, asked, { title, choice });
    try {
      await deps.workspace.command(asked.as, thread.session, command);
      return thread;
    } catch (error) {
      if (!isAppError(error) || !BEGINS_ANEW.has(error.code)) throw error;
      const fresh = await beginSession(this.served, this.conversations, { ...asked, thread: { ...thread, session: undefined } }, title, choice);
      await deps.workspace.command(asked.as, fresh.session, command);
      return fresh;
    }
  }

  /** Whether an earlier process got as far as the prompt: then its files are there, and need not come a second time. */
  async #isAskedAlready({ record, thread }: Asked): Promise<boolean> {
    if (thread.session === undefined || record.receivedAt > this.#startedAt) return false;
    const { blocks } = await readView(this.served, thread.session);
    return blocks.some((block) => block.type === "person" && block.command === record.id);
  }

  /** Who writes while a decision is asked for may think that this is the answer. */
  async #tellOfWaiting(asked: Asked): Promise<void> {
    const view = this.conversations.follower(asked.thread.id)?.view;
    const run = view?.active === undefined ? undefined : view.runs[view.active];
    if (run?.state === "waiting") await this.reply(asked, this.served.texts.queuedBehind, "behind");
  }
}

function commandOf({ id }: InboundRecord, said: { text: string; attachments: { artifact: string; name: string; mime: string; bytes: number }[] }) {
  return { kind: "prompt", id, delivery: "queue", ...said } as const;
}

/** With the message that it answers before it. */
function promptText({ text, quote = "" }: InboundMessage): string {
  const said = text.trim();
  const before = quote.trim() === "" ? "" : `${quoted(quote.trim())}\n\n`;
  return before.length + said.length > MAX_PROMPT_CHARS ? said : before + said;
}
