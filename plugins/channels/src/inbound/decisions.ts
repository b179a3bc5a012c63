import { APPROVAL_ANSWERS, type ApprovalAnswer, type Command, type Interaction, isAppError } from "@open-cowork/shared";
import type { Conversations } from "../outbound/conversations.js";
import { readView } from "../read-view.js";
import type { Served } from "../served.js";
import type { Asked } from "./asked.js";
import { typedAnswers } from "./typed-answers.js";

/** What a person chose, by a button or in words. */
export type Choosing = { answer: ApprovalAnswer; note?: string } | { option: number } | { typed: string } | { reject: true };

/** How it was dealt with, in a word, and what the person is told. */
export interface Decided {
  outcome: "decided" | "lapsed" | "role" | "no_choice";
  text: string;
}

/** Another was first, or it is too late. */
const OVER: ReadonlySet<string> = new Set(["approval.not_pending", "question.not_pending", "channel.interaction_unknown", "session.not_found"]);

/** Approvals and questions, decided with the short id that a button or a person says. */
export class Decisions {
  constructor(
    private readonly served: Served,
    private readonly conversations: Conversations,
  ) {}

  async decide({ record, as, thread }: Asked, code: string, choose: (interaction: Interaction) => Choosing | undefined): Promise<Decided> {
    const { deps, ctx, binding, texts } = this.served;
    try {
      const interaction = await deps.interactions.find(ctx, binding.id, code);
      // A code is good in the conversation that shows it, and nowhere else.
      if (interaction.thread !== thread.id) return { outcome: "lapsed", text: texts.lapsed };
      const command = await this.#command(interaction, choose(interaction), record.id);
      if (command === undefined) return { outcome: "no_choice", text: texts.noSuchOption };
      await deps.workspace.command(as, interaction.session, command);
      return { outcome: "decided", text: texts.noted };
    } catch (error) {
      if (!isAppError(error)) throw error;
      if (OVER.has(error.code)) {
        // The chat shows a request that is over, or one whose code has lapsed: it is told anew.
        this.conversations.follower(thread.id)?.renewCodes();
        return { outcome: "lapsed", text: texts.lapsed };
      }
      if (error.code !== "auth.forbidden") throw error;
      await deps.directory.refused(ctx, binding.id, "role", record.event.person);
      return { outcome: "role", text: texts.notAllowed };
    }
  }

  async #command({ session, request, kind }: Interaction, choice: Choosing | undefined, id: string): Promise<Command | undefined> {
    if (choice === undefined) return undefined;
    if ("answer" in choice) {
      const note = choice.note === undefined ? {} : { note: choice.note };
      return kind === "approval" ? { kind: "approval.answer", id, approval: request, answer: choice.answer, ...note } : undefined;
    }
    if (kind !== "question") return undefined;
    if ("reject" in choice) return { kind: "question.reject", id, question: request };
    const question = (await readView(this.served, session)).questions[request];
    if (question === undefined) return undefined;
    const option = "option" in choice ? question.questions[0]?.options[choice.option]?.label : undefined;
    const answers = "typed" in choice ? typedAnswers(question, choice.typed) : option === undefined ? undefined : [[option]];
    return answers === undefined ? undefined : { kind: "question.answer", id, question: request, answers };
  }
}

export function isAnswer(word: string): word is ApprovalAnswer {
  return (APPROVAL_ANSWERS as readonly string[]).includes(word);
}
