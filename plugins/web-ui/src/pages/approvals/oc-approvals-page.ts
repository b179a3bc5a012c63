import { consume } from "@lit/context";
import type { CloudClient, NewCommand } from "@open-cowork/cloud-client";
import { type AppError, type Attention, type CommandInput, type Me, newId } from "@open-cowork/shared";
import { css, html, LitElement, type PropertyValues } from "lit";
import { query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { ApprovalDecision } from "../../approvals/decision.js";
import type { QuestionDecision } from "../../approvals/question-card/oc-question-card.js";
import { attentionContext, clientContext, meContext } from "../../data/contexts.js";
import { t } from "../../i18n/t.js";
import { href } from "../../router/routes.js";
import { baseStyles } from "../../styles/base.js";
import { asAppError } from "../../ui/error/describe-error.js";
import { pageStyles } from "../page.styles.js";

type Progress = "sending" | AppError;

/**
 * Everything that waits for a decision, across threads. A card leaves when anyone decides, here or elsewhere; the focus goes to the next one.
 * Keyboard: 1 to 4 on the card that has the focus.
 */
export class OcApprovalsPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      ol {
        display: grid;
        gap: 20px;
        margin-block-start: 28px;
      }
      .where {
        font-size: var(--oc-size-s);
        line-height: 1.4;
        color: var(--oc-text-3);
      }
      .where a {
        text-decoration: underline;
        text-decoration-color: var(--oc-line-strong);
        text-underline-offset: 3px;
      }
      .where a:hover {
        color: var(--oc-text);
      }
      oc-skeleton {
        margin-block-start: 28px;
      }
    `,
  ];

  @query("h1") private heading!: HTMLElement;

  @consume({ context: clientContext }) private client!: CloudClient;
  @consume({ context: meContext, subscribe: true }) @state() private me: Me | undefined;
  @consume({ context: attentionContext, subscribe: true }) @state() private attention: readonly Attention[] | undefined;
  @state() private progress: ReadonlyMap<string, Progress> = new Map();
  #focusAt: number | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("attention")) return;
    const before = (changed.get("attention") as readonly Attention[] | undefined) ?? [];
    const focused = this.shadowRoot?.activeElement?.closest("li")?.dataset.key;
    const at = before.findIndex((item) => keyOf(item) === focused);
    if (at !== -1 && !this.attention?.some((item) => keyOf(item) === focused)) this.#focusAt = at;
  }

  protected override updated(): void {
    if (this.#focusAt === undefined) return;
    const cards = [...this.renderRoot.querySelectorAll<HTMLElement>("li > *")];
    (cards[Math.min(this.#focusAt, cards.length - 1)] ?? this.heading).focus();
    this.#focusAt = undefined;
  }

  override render() {
    return html`
      <oc-page-header bare></oc-page-header>
      <div class="scroll">
        <div class="column">
          <h1 class="page-title" tabindex="-1">${t("approvals.title")}</h1>
          ${this.#list()}
        </div>
      </div>
    `;
  }

  #list() {
    if (!this.attention) return html`<oc-skeleton lines="4"></oc-skeleton>`;
    if (this.attention.length === 0) return html`<oc-empty icon="shield" heading=${t("approvals.emptyTitle")} text=${t("approvals.emptyText")}></oc-empty>`;
    return html`
      <p class="lead">${t("approvals.lead")}</p>
      <ol>
        ${repeat(this.attention, keyOf, (item) => html`<li data-key=${keyOf(item)}>${this.#card(item)}</li>`)}
      </ol>
    `;
  }

  #card(item: Attention) {
    const progress = this.progress.get(keyOf(item));
    const sending = progress === "sending";
    const problem = progress === "sending" ? undefined : progress;
    const locked = !(this.me?.permissions.includes("approval.answer") ?? false);
    const where = html`<p slot="where" class="where"><a href=${href({ name: "thread", session: item.session })}>${item.sessionTitle || t("thread.untitled")}</a></p>`;
    if (item.kind === "approval") {
      return html`<oc-approval-card
        .approval=${{ ...item.request, at: item.at, state: "pending" as const }}
        .sending=${sending}
        .problem=${problem}
        .locked=${locked}
        @oc-approval-decided=${(event: CustomEvent<ApprovalDecision>) => this.#send(item, { kind: "approval.answer", ...event.detail })}
        >${where}</oc-approval-card
      >`;
    }
    return html`<oc-question-card
      .question=${{ ...item.request, at: item.at, state: "pending" as const }}
      .sending=${sending}
      .problem=${problem}
      .locked=${locked}
      @oc-question-decided=${(event: CustomEvent<QuestionDecision>) => this.#send(item, questionCommand(event.detail))}
      >${where}</oc-question-card
    >`;
  }

  async #send(item: Attention, command: NewCommand): Promise<void> {
    const key = keyOf(item);
    this.#note(key, "sending");
    try {
      await this.client.sessions.command(item.session, { ...command, id: newId() } as CommandInput);
    } catch (cause) {
      this.#note(key, asAppError(cause));
    }
  }

  #note(key: string, progress: Progress): void {
    this.progress = new Map([...this.progress, [key, progress]]);
  }
}

function keyOf(item: Attention): string {
  return `${item.session}/${item.request.id}`;
}

function questionCommand(decision: QuestionDecision): NewCommand {
  return "answers" in decision
    ? { kind: "question.answer", question: decision.question, answers: decision.answers }
    : { kind: "question.reject", question: decision.question };
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-approvals-page": OcApprovalsPage;
  }
}
