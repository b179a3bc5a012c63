import type { Block, ChatButton, QuestionView } from "@open-cowork/shared";
import type { Texts } from "../texts/english.js";
import { shortened } from "../texts/escape.js";
import { paragraphs, requestMessages } from "./request.js";
import type { Place, Showing, Wanted } from "./wanted.js";

const ANY_CODE = "00000000";
const ANSWER_CHARS = 300;

/** Undefined while its code is not known. */
export function questionMessages(block: Extract<Block, { type: "question" }>, place: Place, showing: Showing): Wanted[] | undefined {
  const { view, texts } = showing;
  const question = view.questions[block.question];
  if (question === undefined) return [];
  const isOpen = question.state === "pending";
  const code = isOpen ? showing.code(block.question) : undefined;
  if (isOpen && code === undefined) return undefined;
  const pressed = canPress(question, showing);
  const tail = (id: string) => answerHint(question, id, pressed, texts);
  const over = isOpen ? undefined : questionEnd(question, texts);
  return requestMessages(
    {
      head: agentLine(question, showing),
      details: question.questions.map((each) => oneQuestion(each, texts)).join("\n\n"),
      ...(code === undefined
        ? {}
        : { open: { tail: tail(code.id), buttons: pressed ? questionButtons(code.id, question, showing) : [], version: code.version } }),
      ...(over === undefined
        ? {}
        : { over: { tail: over, line: paragraphs(over, texts.about(shortened(question.questions[0]?.question ?? "", 100))), at: view.updatedAt } }),
      tailRoom: tail(ANY_CODE).length,
    },
    place,
    showing,
  );
}

function agentLine({ agentPath }: QuestionView, { view, texts }: Showing): string {
  const node = agentPath === undefined ? undefined : view.subagents[agentPath.join("/")];
  return node === undefined ? "" : texts.agentAsks(shortened(node.title || node.agent, 100));
}

function oneQuestion({ header, question, options, multiple }: QuestionView["questions"][number], texts: Texts): string {
  const choices = options.map(({ label, description }, i) => texts.option(i + 1, label, description)).join("\n");
  return paragraphs(texts.questionAbout(header || texts.question, question), choices, multiple && options.length > 0 ? texts.severalOptions : "");
}

function answerHint({ questions }: QuestionView, code: string, pressed: boolean, texts: Texts): string {
  if (questions.length > 1) return texts.answerLines(code, questions.length);
  return pressed && !questions[0]?.custom ? "" : texts.answerCode(code, pressed);
}

/** A single question with few choices, of which one is taken. */
function canPress({ questions }: QuestionView, { capabilities: { buttons } }: Showing): boolean {
  const [only, ...others] = questions;
  if (buttons === undefined || only === undefined || others.length > 0 || only.multiple) return false;
  // One more for leaving it open.
  return only.options.length > 0 && only.options.length < buttons.max;
}

function questionButtons(code: string, { questions }: QuestionView, { capabilities, texts }: Showing): ChatButton[] {
  const { maxLabel } = capabilities.buttons!;
  const choices = questions[0]!.options.map(({ label }, i) => ({
    label: shortened(label.trim(), maxLabel) || String(i + 1),
    value: `${code}:${i}`,
    style: "plain" as const,
  }));
  return [...choices, { label: shortened(texts.skip, maxLabel), value: `${code}:skip`, style: "plain" }];
}

function questionEnd({ state, answers, by }: QuestionView, texts: Texts): string {
  if (state === "answered") return texts.answered(shortened((answers ?? []).map((each) => each.join(", ")).join("; "), ANSWER_CHARS), by?.name);
  return state === "rejected" ? texts.rejected(by?.name) : texts.questionExpired;
}
