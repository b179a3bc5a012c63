import { css, html, LitElement } from "lit";
import { property, state } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import type { ConfirmOptions } from "./confirm-options.js";

/** A yes-or-no dialog; opened by {@link confirmDialog}. The safe choice has the focus. */
export class OcConfirm extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      p {
        line-height: 1.55;
        text-wrap: pretty;
      }
    `,
  ];

  @state() private open = true;
  @property({ attribute: false }) options!: ConfirmOptions;
  @property({ attribute: false }) answered: (yes: boolean) => void = () => undefined;

  override render() {
    const { heading, body, confirm, danger } = this.options;
    return html`
      <oc-dialog alert size="s" heading=${heading} .open=${this.open} @oc-dialog-closed=${() => this.#answer(false)}>
        <p>${body}</p>
        <button slot="footer" type="button" class="btn" autofocus @click=${() => this.#answer(false)}>${t("action.cancel")}</button>
        <button slot="footer" type="button" class="btn primary ${danger ? "danger" : ""}" @click=${() => this.#answer(true)}>${confirm}</button>
      </oc-dialog>
    `;
  }

  #answer(yes: boolean): void {
    if (!this.open) return;
    this.open = false;
    this.answered(yes);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-confirm": OcConfirm;
  }
}
