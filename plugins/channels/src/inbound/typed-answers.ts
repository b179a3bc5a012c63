import type { QuestionView } from "@open-cowork/shared";

type Item = QuestionView["questions"][number];
const MOST_CHARS = 4_000;
const MOST_CHOICES = 20;

/**
 * What was typed, as answers to the questions: several questions are answered line by line, several choices are separated by commas, a number or the words of a
 * choice stand for it, and other words for themselves where the question takes them. Undefined where something is missing or is none of the choices.
 */
export function typedAnswers({ questions }: Pick<QuestionView, "questions">, text: string): string[][] | undefined {
  const lines =
    questions.length === 1
      ? [text.trim()]
      : text
          .split("\n")
          .map((line) => line.trim())
          .filter((line) => line !== "");
  if (lines.length !== questions.length) return undefined;
  const answers = questions.map((item, i) => answer(item, lines[i]!));
  return answers.every((each) => each !== undefined) ? answers : undefined;
}

function answer(item: Item, typed: string): string[] | undefined {
  if (typed === "" || typed.length > MOST_CHARS) return undefined;
  const whole = chosen(item, typed);
  if (whole !== undefined) return [whole];
  const pieces = item.multiple ? typed.split(",").map((piece) => chosen(item, piece.trim())) : [];
  if (pieces.length > 1 && pieces.length <= MOST_CHOICES && pieces.every((piece) => piece !== undefined)) return [...new Set(pieces)];
  return item.custom ? [typed] : undefined;
}

function chosen({ options }: Item, typed: string): string | undefined {
  const byNumber = /^\d{1,3}$/.test(typed) ? options[Number(typed) - 1] : undefined;
  return (byNumber ?? options.find(({ label }) => label.toLowerCase() === typed.toLowerCase()))?.label;
}
