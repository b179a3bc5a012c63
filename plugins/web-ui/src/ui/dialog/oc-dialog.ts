import { html, LitElement, type PropertyValues } from "lit";
import { property, query } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import { dialogStyles } from "./oc-dialog.styles.js";

/**
 * A modal dialog on the platform's own `<dialog>`: focus stays inside, Escape or a press beside it asks to close, focus goes back afterwards.
 * @slot - body
 * @slot footer - buttons, the primary one last
 * @fires oc-dialog-closed - the person closed it (never for `open = false`)
 * Give the control that should have the focus `autofocus`.
 */
export class OcDialog extends LitElement {
  static override styles = [baseStyles, buttonStyles, dialogStyles];

  @query("dialog") private dialog!: HTMLDialogElement;
  @query(".sheet") private sheet!: HTMLElement;
  @query(".body") private body!: HTMLElement;

  @property({ type: Boolean }) open = false;
  @property() heading = "";
  @property({ reflect: true }) size: "s" | "m" | "l" = "m";
  /** Announced as an alert: for confirmations. */
  @property({ type: Boolean }) alert = false;

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("open")) return;
    if (this.open && !this.dialog.open) {
      this.dialog.showModal();
      // What is longer than the window can be scrolled by keyboard.
      if (this.body.scrollHeight > this.body.clientHeight) this.body.tabIndex = 0;
      (this.querySelector<HTMLElement>("[autofocus]") ?? this.sheet).focus();
    } else if (!this.open && this.dialog.open) this.dialog.close();
  }

  override render() {
    return html`
      <dialog
        role=${this.alert ? "alertdialog" : "dialog"}
        aria-labelledby="heading"
        @cancel=${this.#cancelled}
        @close=${this.#closed}
        @pointerdown=${this.#pressedBeside}
      >
        <div class="sheet" tabindex="-1">
          <header>
            <h2 id="heading">${this.heading}</h2>
            <button type="button" class="icon-btn" aria-label=${t("action.close")} @click=${this.#ask}><oc-icon name="close"></oc-icon></button>
          </header>
          <div class="body"><slot></slot></div>
          <footer><slot name="footer"></slot></footer>
        </div>
      </dialog>
    `;
  }

  #cancelled(event: Event): void {
    if (event.target !== this.dialog) return;
    event.preventDefault();
    this.#ask();
  }
  #closed(): void {
    // The platform may close without asking (a second Escape); the owner must learn of it.
    if (this.open) this.#ask();
  }
  #pressedBeside(event: PointerEvent): void {
    if (event.target === this.dialog) this.#ask();
  }
  readonly #ask = (): void => {
    this.open = false;
    this.dispatchEvent(new CustomEvent("oc-dialog-closed"));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-dialog": OcDialog;
  }
}
