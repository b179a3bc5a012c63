import type { ChatCapabilities } from "@open-cowork/core/transport";
import type { ChatButton, QuestionView } from "@open-cowork/shared";
import type { Texts } from "../texts.js";

/** A question, or several that belong together, as people read it. */
export function questionText(
  question: QuestionView,
  code: string | undefined,
  { texts, capabilities }: { texts: Texts; capabilities: ChatCapabilities },
): string {
  const asked = question.questions.map(({ header, question: text, options }) => {
    const choices = options.map(({ label, description }, i) => `${i + 1}. ${label}${description === "" ? "" : `: ${description}`}`);
    return [`**${header || texts.question}** ${text}`, choices.join("\n")].filter((part) => part !== "").join("\n\n");
  });
  const pressed = capabilities.buttons !== undefined && isOneChoice(question);
  const end =
    question.state === "pending"
      ? code === undefined || (pressed && !question.questions[0]!.custom)
        ? ""
        : texts.answerCode(code)
      : questionEnd(question, texts);
  return [...asked, end]
    .filter((part) => part !== "")
    .join("\n\n")
    .slice(0, capabilities.text.max);
}

/** Buttons for a single question with few choices; everything else is typed. */
export function questionButtons(code: string, question: QuestionView, { max, maxLabel }: NonNullable<ChatCapabilities["buttons"]>): ChatButton[] {
  if (!isOneChoice(question)) return [];
  return question.questions[0]!.options.slice(0, max).map(({ label }, i) => ({
    label: label.slice(0, maxLabel) || String(i + 1),
    value: `${code}:${i}`,
    style: "plain",
  }));
}

export function questionEnd({ state, answers, by }: QuestionView, texts: Texts): string {
  if (state === "answered") return texts.answered((answers ?? []).map((each) => each.join(", ")).join("; "), by?.name);
  return state === "rejected" ? texts.rejected : texts.expired;
}

/** Typed answers to the questions: numbers stand for choices; several questions are answered line by line, several choices by commas. */
export function typedAnswers({ questions }: QuestionView, text: string): string[][] {
  const lines = questions.length === 1 ? [text] : text.split("\n");
  return questions.map(({ options, multiple }, i) => {
    const typed = (lines[i] ?? "").trim();
    const pieces = multiple ? typed.split(",").map((piece) => piece.trim()) : [typed];
    return pieces.filter((piece) => piece !== "").map((piece) => chosen(options, piece));
  });
}

function chosen(options: readonly { label: string }[], typed: string): string {
  const byNumber = /^\d{1,3}$/.test(typed) ? options[Number(typed) - 1] : undefined;
  return (byNumber ?? options.find(({ label }) => label.toLowerCase() === typed.toLowerCase()))?.label ?? typed;
}

function isOneChoice({ questions }: QuestionView): boolean {
  return questions.length === 1 && !questions[0]!.multiple && questions[0]!.options.length > 0;
}
