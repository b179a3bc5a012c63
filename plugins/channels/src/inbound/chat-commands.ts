import { isAppError, statusOf } from "@open-cowork/shared";
import type { Conversations } from "../outbound/conversations.js";
import { readView } from "../read-view.js";
import type { Served } from "../served.js";
import type { Asked } from "./asked.js";
import type { ChatCommand } from "./command.js";
import type { Decisions } from "./decisions.js";
import { beginSession, type Prompts } from "./prompts.js";

type Reply = (asked: Asked, text: string) => Promise<void>;

/** What people can ask of the chat itself. Every answer is a message of its own, said once. */
export class ChatCommands {
  readonly #all: Readonly<Record<string, (asked: Asked, argument: string) => Promise<unknown>>>;

  constructor(
    private readonly served: Served,
    private readonly conversations: Conversations,
    private readonly parts: { decisions: Decisions; prompts: Prompts },
    private readonly reply: Reply,
  ) {
    const { decisions } = parts;
    this.#all = {
      help: (asked) => this.reply(asked, this.served.texts.help(this.served.profile.name)),
      start: (asked) => this.reply(asked, this.served.texts.known),
      new: (asked, title) => this.#new(asked, title),
      status: (asked) => this.#status(asked),
      stop: (asked) => this.#stop(asked),
      sessions: (asked, number) => this.#sessions(asked, number),
      agent: (asked, name) => this.#agent(asked, name),
      model: (asked, name) => this.#model(asked, name),
      approve: (asked, argument) => decisions.approve(asked, argument),
      deny: (asked, argument) => decisions.deny(asked, argument),
      answer: (asked, argument) => decisions.answer(asked, argument),
    };
  }

  async run(asked: Asked, { name, argument }: ChatCommand): Promise<string> {
    const known = Object.hasOwn(this.#all, name) ? this.#all[name] : undefined;
    if (known === undefined) {
      await this.reply(asked, this.served.texts.unknownCommand(name));
      return "unknown_command";
    }
    await known(asked, argument);
    return `command:${name}`;
  }

  async #new(asked: Asked, title: string): Promise<void> {
    await beginSession(this.served, asked, asked.record.id, title);
    await this.reply(asked, this.served.texts.newThread);
  }

  async #status(asked: Asked): Promise<void> {
    const { texts } = this.served;
    const { session } = asked.thread;
    if (session === undefined) return this.reply(asked, texts.noThread);
    const view = await readView(this.served, session);
    const lines = [texts.status(view.title || texts.untitled, texts.states[statusOf(view)] ?? statusOf(view))];
    if (view.agent) lines.push(texts.agent(view.agent));
    if (view.model) lines.push(texts.model(`${view.model.provider}/${view.model.model}`));
    const url = this.served.deps.home.threadUrl(session);
    if (url !== undefined) lines.push(url);
    await this.reply(asked, lines.join("\n"));
  }

  async #stop(asked: Asked): Promise<void> {
    const { texts, deps } = this.served;
    const { session } = asked.thread;
    if (session === undefined) return this.reply(asked, texts.nothingRuns);
    try {
      await deps.workspace.command(asked.as, session, { kind: "abort", id: asked.record.id });
    } catch (error) {
      if (!isAppError(error) || error.code !== "run.not_active") throw error;
      return this.reply(asked, texts.nothingRuns);
    }
    void this.conversations.poke(asked.thread.id);
  }

  async #sessions(asked: Asked, number: string): Promise<void> {
    const { deps, ctx, binding, texts } = this.served;
    const past = await deps.threads.history(ctx, binding.id, asked.thread.id);
    if (past.length === 0) return this.reply(asked, texts.noSessions);
    if (number === "") {
      const lines = past
        .slice(0, 20)
        .map(
          ({ title, status, id }, i) => `${i + 1}. ${title || texts.untitled} (${texts.states[status] ?? status})${id === asked.thread.session ? " ←" : ""}`,
        );
      return this.reply(asked, texts.sessions(lines));
    }
    const chosen = /^\d{1,4}$/.test(number) ? past[Number(number) - 1] : undefined;
    if (chosen === undefined) return this.reply(asked, texts.noSuchSession(past.length));
    const thread = await deps.threads.bind(ctx, binding.id, asked.thread.id, chosen.id, chosen.headSeq);
    await this.reply(asked, texts.switched(chosen.title || texts.untitled));
    void this.conversations.follow(thread);
  }

  async #agent(asked: Asked, name: string): Promise<void> {
    const { deps, texts } = this.served;
    const { agents, defaultAgent } = await deps.home.catalog(asked.as);
    const choices = agents.filter(({ primary }) => primary);
    const now = (await this.#view(asked))?.agent ?? defaultAgent ?? texts.byDefault;
    if (name === "")
      return this.reply(
        asked,
        texts.choices(
          "Agents",
          choices.map(({ id, description }) => (description === "" ? id : `${id}: ${description}`)),
          now,
        ),
      );
    const chosen = choices.find(({ id, name: shown }) => id.toLowerCase() === name.toLowerCase() || shown.toLowerCase() === name.toLowerCase());
    if (chosen === undefined) return this.reply(asked, texts.noSuchChoice("agent", name));
    this.parts.prompts.choose(asked.thread.id, { agent: chosen.id });
    await this.reply(asked, texts.chosen("Agent", chosen.name));
  }

  async #model(asked: Asked, name: string): Promise<void> {
    const { deps, texts } = this.served;
    const { models, defaultModel } = await deps.home.catalog(asked.as);
    const full = ({ provider, model }: (typeof models)[number]) => `${provider}/${model.id}`;
    const current = (await this.#view(asked))?.model ?? defaultModel;
    const now = current === undefined ? texts.byDefault : `${current.provider}/${current.model}`;
    if (name === "")
      return this.reply(
        asked,
        texts.choices(
          "Models",
          models.slice(0, 40).map((each) => `${full(each)}: ${each.model.name}`),
          now,
        ),
      );
    const wanted = name.toLowerCase();
    const fits = models.filter(
      (each) => full(each).toLowerCase() === wanted || each.model.id.toLowerCase() === wanted || each.model.name.toLowerCase() === wanted,
    );
    const chosen = fits.length === 1 ? fits[0] : undefined;
    if (chosen === undefined) return this.reply(asked, texts.noSuchChoice("model", name));
    this.parts.prompts.choose(asked.thread.id, { model: { provider: chosen.provider, model: chosen.model.id } });
    await this.reply(asked, texts.chosen("Model", chosen.model.name));
  }

  async #view({ thread }: Asked) {
    return thread.session === undefined ? undefined : readView(this.served, thread.session);
  }
}
