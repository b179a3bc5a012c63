import type { AppError, ApprovalAnswer, ApprovalView } from "@open-cowork/shared";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { NowController } from "../../data/now-controller.js";
import { t } from "../../i18n/t.js";
import { span } from "../../i18n/time.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import { DiffLoader } from "../../tools/diff/diff-loader.js";
import { cardStyles } from "../card.styles.js";
import { type ApprovalDecision, badgeOf, outcomeOf } from "../decision.js";
import { approvalCardStyles } from "./approval-card.styles.js";

/** An approval as the card shows it: of a thread's view, or a line of the approvals page (where `state` is pending). */
export type CardApproval = Pick<ApprovalView, "id" | "permission" | "title" | "patterns" | "always" | "destructive" | "at" | "state"> &
  Partial<Pick<ApprovalView, "command" | "diff" | "path" | "answer" | "by" | "note">>;

/**
 * Asks a person before the agent acts: what, where, and in full. Decided anywhere, it folds to one line that says who decided.
 * @fires oc-approval-decided - detail is an {@link ApprovalDecision}; the owner sends it and sets `sending` or `problem`
 * @slot where - the thread it belongs to, on pages that show several
 * Keyboard, with the focus on the card or a button of it: 1 once, 2 this thread, 3 always (first shows the rule), 4 reject (first asks for a note), Escape goes back.
 */
export class OcApprovalCard extends LitElement {
  static override styles = [baseStyles, buttonStyles, cardStyles, approvalCardStyles];

  readonly #clock = new NowController(this, 1_000);
  readonly #diff = new DiffLoader(this);

  @query("textarea") private noteField?: HTMLTextAreaElement;
  @query(".card") private card!: HTMLElement | null;
  @state() private asking: "always" | "reject" | undefined;

  #hadFocus = false;

  @property({ attribute: false }) approval!: CardApproval;
  /** Changes when the approval, changed in place, has changed. */
  @property({ attribute: false }) revision: unknown;
  /** Id of the reader, so that the card can say "you". */
  @property() me?: string;
  @property({ type: Boolean }) sending = false;
  @property({ attribute: false }) problem?: AppError;
  /** The reader may look but not decide. */
  @property({ type: Boolean }) locked = false;

  /** Takes the focus, so that 1 to 4 decide. */
  override focus(options?: FocusOptions): void {
    this.card?.focus(options);
  }

  /** Answers as if its key had been pressed on the card; for a page that passes keys on. */
  press(key: string): boolean {
    if (this.approval.state !== "pending" || this.locked || this.sending) return false;
    if (key === "1") this.#decide("once");
    else if (key === "2") this.#decide("session");
    else if (key === "3") this.#ask("always");
    else if (key === "4") this.#ask("reject");
    else return false;
    return true;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#hadFocus = this.shadowRoot?.activeElement !== null && this.card !== null;
    if (changed.has("approval") && changed.get("approval")?.id !== this.approval.id) this.asking = undefined;
    if (this.approval.diff && this.approval.state === "pending") this.#diff.want();
  }

  /** Who decided with the keyboard goes on from the line that the card has become. */
  protected override updated(): void {
    if (this.#hadFocus && this.approval.state !== "pending") this.renderRoot.querySelector<HTMLElement>(".over")?.focus();
  }

  override render() {
    return this.approval.state === "pending" ? this.#pending() : this.#over();
  }

  #over() {
    const { approval } = this;
    const yes = approval.state === "answered" && approval.answer !== "reject";
    return html`<div tabindex="-1" class="over ${yes ? "yes" : approval.state === "expired" ? "" : "no"}">
        <oc-icon name=${yes ? "check" : approval.state === "expired" ? "time" : "close"}></oc-icon>
        <span class="what">${approval.title}</span><span class="who">${outcomeOf(approval, this.me)}</span>
      </div>
      ${approval.note ? html`<p class="note">“${approval.note}”</p>` : nothing}`;
  }

  #pending() {
    const { approval } = this;
    return html`
      <div class="card" role="group" aria-labelledby="title" tabindex="-1" @keydown=${this.#keyed}>
        <div class="title">
          <oc-icon name="shield-alert"></oc-icon>
          <h2 id="title">${approval.title} ${approval.destructive ? html`<span class="badge">${badgeOf(approval.permission)}</span>` : nothing}</h2>
          <span class="wait">${t("approval.waiting", { time: span(this.#clock.now - approval.at) })}</span>
        </div>
        <slot name="where"></slot>
        ${this.#subject()}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem.message}</p>` : nothing}
        ${this.locked ? html`<p class="quiet">${t("approval.locked")}</p>` : this.asking === undefined ? this.#buttons() : this.#second(this.asking)}
      </div>
    `;
  }

  #subject() {
    const { command, diff, path, patterns } = this.approval;
    const lines = command ?? (diff || path ? "" : patterns.join("\n"));
    return html`
      ${path && !command && !this.approval.title.includes(path) ? html`<code class="path">${path}</code>` : nothing}
      ${lines === "" ? nothing : html`<pre class="command" tabindex="0" role="region" aria-label=${t("approval.what")}>${lines}</pre>`}
      ${diff ? this.#changes(diff, path ?? "") : nothing}
    `;
  }

  /** As text until, or unless, the diff view is there: nobody decides on what they cannot see. */
  #changes(diff: string, path: string) {
    if (this.#diff.state !== "ready") return html`<pre class="command" tabindex="0" role="region" aria-label=${t("approval.what")}>${diff}</pre>`;
    return html`<div class="diff"><oc-diff .patch=${diff} .path=${path}></oc-diff></div>`;
  }

  #buttons() {
    const button = (key: string, label: string, run: () => void, primary = false) =>
      html`<button type="button" class="btn ${primary ? "primary" : ""}" ?disabled=${this.sending} aria-keyshortcuts=${key} @click=${run}>
        ${label}<kbd aria-hidden="true">${key}</kbd>
      </button>`;
    return html`<div class="buttons">
      ${button("1", t("approval.once"), () => this.#decide("once"), true)} ${button("2", t("approval.session"), () => this.#decide("session"))}
      ${this.approval.always.length > 0 ? button("3", t("approval.always"), () => this.#ask("always")) : nothing}
      ${button("4", t("approval.reject"), () => this.#ask("reject"))}
    </div>`;
  }

  #second(asking: "always" | "reject") {
    return html`<div class="step">
      ${
        asking === "always"
          ? html`<p class="quiet">${t("approval.ruleIntro")}</p>
            <div class="rules">${this.approval.always.map((rule) => html`<code>${rule}</code>`)}</div>`
          : html`<label class="quiet" for="note">${t("approval.noteLabel")}</label>
            <textarea id="note" rows="2" maxlength="4000" placeholder=${t("approval.notePlaceholder")} @keydown=${this.#noteKeyed}></textarea>`
      }
      <div class="buttons">
        <button type="button" class="btn primary ${asking === "reject" ? "danger" : ""}" ?disabled=${this.sending} @click=${() => this.#confirm(asking)}>
          ${t(asking === "always" ? "approval.saveRule" : "approval.rejectNow")}
        </button>
        <button type="button" class="btn ghost" @click=${this.#back}>${t("action.cancel")}</button>
      </div>
    </div>`;
  }

  #ask(what: "always" | "reject"): void {
    if (what === "always" && this.approval.always.length === 0) return;
    this.asking = what;
    void this.updateComplete.then(() => (this.noteField ?? this.renderRoot.querySelector<HTMLElement>(".step .btn"))?.focus());
  }

  readonly #back = (): void => {
    this.asking = undefined;
    void this.updateComplete.then(() => this.focus());
  };

  #confirm(asking: "always" | "reject"): void {
    const note = this.noteField?.value.trim();
    this.#decide(asking, note || undefined);
  }

  #decide(answer: ApprovalAnswer, note?: string): void {
    const detail: ApprovalDecision = { approval: this.approval.id, answer, ...(note === undefined ? {} : { note }) };
    this.dispatchEvent(new CustomEvent("oc-approval-decided", { detail, bubbles: true, composed: true }));
  }

  #keyed(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.asking !== undefined) {
      event.stopPropagation();
      this.#back();
      return;
    }
    const typing = event.composedPath()[0] instanceof HTMLTextAreaElement;
    if (typing || event.metaKey || event.ctrlKey || event.altKey || event.repeat || this.asking !== undefined) return;
    if (this.press(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  #noteKeyed(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#confirm("reject");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-approval-card": OcApprovalCard;
  }
  interface HTMLElementEventMap {
    "oc-approval-decided": CustomEvent<ApprovalDecision>;
  }
}
