import { APPROVAL_ANSWERS, type ApprovalAnswer, type Command, type InboundPress, type Interaction, isAppError } from "@open-cowork/shared";
import type { Conversations } from "../outbound/conversations.js";
import { typedAnswers } from "../outbound/question-message.js";
import { readView } from "../read-view.js";
import type { Served } from "../served.js";
import type { Asked } from "./asked.js";

const GONE: ReadonlySet<string> = new Set(["approval.not_pending", "question.not_pending", "channel.interaction_unknown", "session.not_found"]);

/** Approvals and questions, decided by a button or by a typed code. */
export class Decisions {
  constructor(
    private readonly served: Served,
    private readonly conversations: Conversations,
    private readonly reply: (asked: Asked, text: string) => Promise<void>,
  ) {}

  async pressed(asked: Asked, { value, token }: InboundPress): Promise<string> {
    const { provider, texts } = this.served;
    const [code = "", choice = ""] = value.split(":");
    const { outcome, text } = await this.#decide(asked, code, (interaction) => this.#pressedChoice(interaction, choice));
    // The message itself says who decided; the person who pressed hears it at once.
    const said = provider.acknowledge(token, outcome === "decided" ? texts.decided : text);
    await said.catch((error: unknown) => this.served.deps.log.warn("provider.acknowledge_failed", { binding: this.served.binding.id, error }));
    return outcome;
  }

  async approve(asked: Asked, argument: string): Promise<string> {
    const { code, rest } = await this.#code(asked, argument, "approval");
    const [word = "once"] = rest === "" ? [] : rest.toLowerCase().split(/\s+/);
    if (!isAnswer(word) || word === "reject") return this.#say(asked, this.served.texts.noSuchOption);
    return this.#typed(asked, code, () => ({ answer: word }));
  }

  async deny(asked: Asked, argument: string): Promise<string> {
    const { code, rest } = await this.#code(asked, argument, "approval");
    return this.#typed(asked, code, (interaction) =>
      interaction.kind === "approval" ? { answer: "reject", ...(rest === "" ? {} : { note: rest }) } : { reject: true },
    );
  }

  async answer(asked: Asked, argument: string): Promise<string> {
    const { code, rest } = await this.#code(asked, argument, "question");
    if (rest === "") return this.#say(asked, this.served.texts.noSuchOption);
    return this.#typed(asked, code, (interaction) => (interaction.kind === "question" ? { typed: rest } : undefined));
  }

  async #typed(asked: Asked, code: string | undefined, choose: (interaction: Interaction) => Choice | undefined): Promise<string> {
    if (code === undefined) return this.#say(asked, this.served.texts.whichCode);
    const { outcome, text } = await this.#decide(asked, code, choose);
    if (outcome !== "decided") await this.reply(asked, text);
    return outcome;
  }

  async #say(asked: Asked, text: string): Promise<string> {
    await this.reply(asked, text);
    return "told";
  }

  async #decide(asked: Asked, code: string, choose: (interaction: Interaction) => Choice | undefined): Promise<{ outcome: string; text: string }> {
    const { deps, ctx, binding, texts } = this.served;
    const { record, as, thread } = asked;
    try {
      const interaction = await deps.interactions.find(ctx, binding.id, code);
      // A code is good in the conversation that shows it, and nowhere else.
      if (interaction.thread !== thread.id) return { outcome: "lapsed", text: texts.lapsed };
      const choice = choose(interaction);
      const command = choice === undefined ? undefined : await this.#command(interaction, choice, record.id);
      if (command === undefined) return { outcome: "no_choice", text: texts.noSuchOption };
      await deps.workspace.command(as, interaction.session, command);
      void this.conversations.poke(thread.id);
      return { outcome: "decided", text: texts.decided };
    } catch (error) {
      if (!isAppError(error)) throw error;
      if (GONE.has(error.code)) {
        void this.conversations.poke(thread.id);
        return { outcome: "lapsed", text: texts.lapsed };
      }
      if (error.code !== "auth.forbidden") throw error;
      await deps.directory.refused(ctx, binding.id, "role", record.event.person);
      return { outcome: "role", text: texts.notAllowed };
    }
  }

  #pressedChoice({ kind }: Interaction, choice: string): Choice | undefined {
    if (kind === "approval") return isAnswer(choice) ? { answer: choice } : undefined;
    return /^\d{1,3}$/.test(choice) ? { option: Number(choice) } : undefined;
  }

  async #command({ session, request, kind }: Interaction, choice: Choice, id: string): Promise<Command | undefined> {
    if ("answer" in choice)
      return kind === "approval"
        ? { kind: "approval.answer", id, approval: request, answer: choice.answer, ...(choice.note === undefined ? {} : { note: choice.note }) }
        : undefined;
    if (kind !== "question") return undefined;
    if ("reject" in choice) return { kind: "question.reject", id, question: request };
    const question = await this.#question(session, request);
    if (question === undefined) return undefined;
    if ("typed" in choice) return { kind: "question.answer", id, question: request, answers: typedAnswers(question, choice.typed) };
    const label = question.questions[0]?.options[choice.option]?.label;
    return label === undefined ? undefined : { kind: "question.answer", id, question: request, answers: [[label]] };
  }

  async #question(session: string, request: string) {
    return (await readView(this.served, session)).questions[request];
  }

  /** A word of eight letters may be a code or a word; with a digit in it, it is meant as a code, even as one that is not valid any more. */
  async #isCode(typed: string, likely: boolean): Promise<boolean> {
    const { deps, ctx, binding } = this.served;
    try {
      await deps.interactions.find(ctx, binding.id, typed);
      return true;
    } catch (error) {
      if (isAppError(error) && error.code === "channel.interaction_unknown") return likely;
      throw error;
    }
  }

  /** The code at the beginning of what was typed; without one, that of the only request that waits here. */
  async #code({ thread }: Asked, argument: string, kind: Interaction["kind"]): Promise<{ code: string | undefined; rest: string }> {
    const [, first = "", rest = ""] = /^(\S+)\s*([\s\S]*)$/.exec(argument) ?? [];
    if (/^[0-9a-z]{8}$/i.test(first) && (await this.#isCode(first, /\d/.test(first)))) return { code: first, rest: rest.trim() };
    if (thread.session === undefined) return { code: undefined, rest: argument };
    const { approvals, questions } = await readView(this.served, thread.session);
    const waiting = Object.values(kind === "approval" ? approvals : questions).filter(({ state }) => state === "pending");
    if (waiting.length !== 1) return { code: undefined, rest: argument };
    const { deps, ctx, binding, config } = this.served;
    const of = { thread: thread.id, session: thread.session, kind, request: waiting[0]!.id };
    return { code: (await deps.interactions.offer(ctx, binding.id, of, config.interactionTtlMs)).id, rest: argument.trim() };
  }
}

type Choice = { answer: ApprovalAnswer; note?: string } | { option: number } | { typed: string } | { reject: true };

function isAnswer(word: string): word is ApprovalAnswer {
  return (APPROVAL_ANSWERS as readonly string[]).includes(word);
}
