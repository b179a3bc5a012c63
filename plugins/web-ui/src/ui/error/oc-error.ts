import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { copyText } from "../../data/copy-text.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import { asAppError, errorDetails } from "./describe-error.js";

/**
 * A failure in place: what failed, what to do, and the technical part to copy.
 * @slot - what is still safe, or the next step, in the words of the screen
 * @fires oc-retry - the person wants it tried again
 */
export class OcError extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: block;
      }
      .box {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 2px 10px;
        padding: 12px 16px 12px 14px;
        border-radius: var(--oc-r-m);
        background: var(--oc-danger-soft);
        font-size: var(--oc-size-s);
        line-height: 1.55;
      }
      oc-icon {
        margin-block-start: 2px;
        color: var(--oc-danger);
      }
      h2 {
        font-size: inherit;
        font-weight: 600;
      }
      .rest {
        grid-column: 2;
        color: var(--oc-text-2);
        overflow-wrap: anywhere;
      }
      .actions {
        grid-column: 2;
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-block-start: 8px;
      }
      .btn.ghost {
        padding-inline: 8px;
      }
      .btn.ghost:first-child {
        margin-inline-start: -8px;
      }
    `,
  ];

  @property({ attribute: false }) error: unknown;
  /** What was being done: "The answer could not be saved." */
  @property() heading = "";
  /** Shows "Try again". */
  @property({ type: Boolean }) retry = false;
  @state() private copied = false;

  override render() {
    if (this.error === undefined || this.error === null) return nothing;
    const error = asAppError(this.error);
    return html`
      <div class="box" role="alert">
        <oc-icon name="alert"></oc-icon>
        <h2>${this.heading || error.message}</h2>
        ${this.heading ? html`<p class="rest">${error.message}</p>` : nothing}
        <div class="rest"><slot></slot></div>
        <div class="actions">
          ${this.retry ? html`<button type="button" class="btn small" @click=${this.#retry}>${t("action.retry")}</button>` : nothing}
          <button type="button" class="btn small ghost" @click=${this.#copy}>${this.copied ? t("action.copied") : t("action.copyDetails")}</button>
        </div>
      </div>
    `;
  }

  #retry(): void {
    this.dispatchEvent(new CustomEvent("oc-retry"));
  }
  async #copy(event: Event): Promise<void> {
    this.copied = await copyText(errorDetails(asAppError(this.error), location.pathname), event.currentTarget as HTMLElement);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-error": OcError;
  }
}
