import type { QuestionItem } from "@open-cowork/shared";

/** What a person has put into a question so far. */
export interface Draft {
  chosen: readonly string[];
  /** Typed in place of, or beside, the options. */
  custom: string;
}

export const emptyDraft: Draft = { chosen: [], custom: "" };

/** Chooses an option, or takes it back; where one answer is asked for, choosing replaces the other and clears what was typed. */
export function choose(question: QuestionItem, draft: Draft, label: string): Draft {
  const has = draft.chosen.includes(label);
  if (question.multiple) return { ...draft, chosen: has ? draft.chosen.filter((other) => other !== label) : [...draft.chosen, label] };
  return has ? { ...draft, chosen: [] } : { chosen: [label], custom: "" };
}

/** Takes typed text; where one answer is asked for, it replaces a chosen option. */
export function type(question: QuestionItem, draft: Draft, custom: string): Draft {
  return question.multiple || custom.trim() === "" ? { ...draft, custom } : { chosen: [], custom };
}

/** The answer as it is sent: options in the order they were offered, then the typed text. */
export function answerOf(question: QuestionItem, draft: Draft): string[] {
  const chosen = question.options.map((option) => option.label).filter((label) => draft.chosen.includes(label));
  const typed = allowsTyping(question) ? draft.custom.trim() : "";
  return typed === "" ? chosen : [...chosen, typed];
}

/** A question without options can only be answered by typing. */
export function allowsTyping(question: QuestionItem): boolean {
  return question.custom || question.options.length === 0;
}
