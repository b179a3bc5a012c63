import type { AppError, QuestionItem, QuestionView } from "@open-cowork/shared";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { NowController } from "../../data/now-controller.js";
import { t } from "../../i18n/t.js";
import { span } from "../../i18n/time.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import { cardStyles } from "../card.styles.js";
import { questionCardStyles } from "./question-card.styles.js";
import { allowsTyping, answerOf, choose, type Draft, emptyDraft, type as typeInto } from "./question-form.js";

export type CardQuestion = Pick<QuestionView, "id" | "questions" | "at" | "state"> & Partial<Pick<QuestionView, "answers" | "by">>;

/** What a person answered: one list for each question, or none at all. */
export type QuestionDecision = { question: string; answers: string[][] } | { question: string; declined: true };

/**
 * One or several questions of the agent, with options, free text, or both.
 * @fires oc-question-decided - detail is a {@link QuestionDecision}; the owner sends it and sets `sending` or `problem`
 * @slot where - the thread it belongs to
 * Keyboard: options are native radio buttons and check boxes; Enter in a field sends when every question has an answer.
 */
export class OcQuestionCard extends LitElement {
  static override styles = [baseStyles, buttonStyles, cardStyles, questionCardStyles];

  readonly #clock = new NowController(this, 1_000);

  @state() private drafts: readonly Draft[] = [];

  @property({ attribute: false }) question!: CardQuestion;
  @property({ attribute: false }) revision: unknown;
  @property() me?: string;
  @property({ type: Boolean }) sending = false;
  @property({ attribute: false }) problem?: AppError;
  @property({ type: Boolean }) locked = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("question") && changed.get("question")?.id !== this.question.id) this.drafts = this.question.questions.map(() => emptyDraft);
  }

  override render() {
    return this.question.state === "pending" ? this.#pending() : this.#over();
  }

  #over() {
    const { state, by, questions, answers } = this.question;
    const name = by?.id === this.me && this.me !== undefined ? t("approval.you") : (by?.name ?? t("approval.someone"));
    const what = state === "expired" ? t("question.expired") : t(state === "rejected" ? "question.declinedBy" : "question.answeredBy", { name });
    return html`
      <div tabindex="-1" class="over ${state === "answered" ? "yes" : ""}">
        <oc-icon name=${state === "answered" ? "check" : state === "expired" ? "time" : "close"}></oc-icon>
        <span class="what">${questions.length === 1 ? questions[0]?.question : t("question.several", { count: questions.length })}</span>
        <span class="who">${what}</span>
      </div>
      ${state === "answered" ? html`<div class="answers">${answers?.map((answer) => html`<span>${answer.join(", ") || "–"}</span>`)}</div>` : nothing}
    `;
  }

  #pending() {
    const { questions } = this.question;
    const single = questions.length === 1;
    return html`
      <form class="card" aria-labelledby="title" @submit=${this.#submitted}>
        <div class="title">
          <oc-icon name="question"></oc-icon>
          <h2 id="title">${single ? questions[0]?.header || t("question.title") : t("question.several", { count: questions.length })}</h2>
          <span class="wait">${t("approval.waiting", { time: span(this.#clock.now - this.question.at) })}</span>
        </div>
        <slot name="where"></slot>
        ${questions.map((question, i) => this.#question(question, i, single))}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem.message}</p>` : nothing}
        ${this.locked ? html`<p class="quiet">${t("approval.locked")}</p>` : this.#buttons()}
      </form>
    `;
  }

  #question(question: QuestionItem, index: number, single: boolean) {
    const draft = this.drafts[index] ?? emptyDraft;
    return html`<fieldset ?disabled=${this.sending || this.locked}>
      <legend>${single || !question.header ? nothing : html`<small>${question.header}</small>`}${question.question}</legend>
      ${
        question.options.length > 0
          ? html`<div class="options">
            ${question.options.map(
              (option) => html`<label class="option">
                <input
                  type=${question.multiple ? "checkbox" : "radio"}
                  name=${`q${index}`}
                  .checked=${draft.chosen.includes(option.label)}
                  @change=${() => this.#set(index, choose(question, { ...draft, chosen: question.multiple ? draft.chosen : [] }, option.label))}
                />
                <span><b>${option.label}</b>${option.description ? html`<small>${option.description}</small>` : nothing}</span>
              </label>`,
            )}
          </div>`
          : nothing
      }
      ${
        allowsTyping(question)
          ? html`<input
            class="typed"
            type="text"
            maxlength="4000"
            .value=${draft.custom}
            aria-label=${question.options.length > 0 ? t("question.other") : question.question}
            placeholder=${question.options.length > 0 ? t("question.other") : t("question.type")}
            @input=${(event: InputEvent) => this.#set(index, typeInto(question, draft, (event.target as HTMLInputElement).value))}
          />`
          : nothing
      }
    </fieldset>`;
  }

  #buttons() {
    return html`<div class="buttons">
      <button type="submit" class="btn primary" ?disabled=${this.sending || !this.#complete()}>${t("question.send")}</button>
      <button type="button" class="btn" ?disabled=${this.sending} @click=${this.#decline}>${t("question.decline")}</button>
    </div>`;
  }

  #answers(): string[][] {
    return this.question.questions.map((question, i) => answerOf(question, this.drafts[i] ?? emptyDraft));
  }
  #complete(): boolean {
    return this.#answers().every((answer) => answer.length > 0);
  }
  #set(index: number, draft: Draft): void {
    this.drafts = this.drafts.map((old, i) => (i === index ? draft : old));
  }

  #submitted(event: SubmitEvent): void {
    event.preventDefault();
    if (this.#complete() && !this.sending) this.#emit({ question: this.question.id, answers: this.#answers() });
  }
  #decline(): void {
    this.#emit({ question: this.question.id, declined: true });
  }
  #emit(detail: QuestionDecision): void {
    this.dispatchEvent(new CustomEvent("oc-question-decided", { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-question-card": OcQuestionCard;
  }
  interface HTMLElementEventMap {
    "oc-question-decided": CustomEvent<QuestionDecision>;
  }
}
