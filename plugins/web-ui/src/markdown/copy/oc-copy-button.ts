import { css, html, LitElement } from "lit";
import { property, state } from "lit/decorators.js";
import { Link } from "lucide";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";

const SHOWN_MS = 1_600;

/** Copies a text and says so for a moment, in the button and to screen readers. */
export class OcCopyButton extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: inline-flex;
      }
      .icon-btn {
        color: var(--oc-text-3);
      }
      oc-icon {
        font-size: 15px;
      }
      .done {
        color: var(--oc-ok);
      }
      :host([small]) .icon-btn {
        inline-size: 28px;
        min-block-size: 28px;
      }
      @media (pointer: coarse) {
        :host([small]) .icon-btn {
          inline-size: 40px;
          min-block-size: 36px;
        }
      }
    `,
  ];

  @state() private outcome: "copied" | "failed" | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What is copied; asked for when the button is pressed. */
  @property({ attribute: false }) text: () => string = () => "";
  /** Accessible name; "Copy" when absent. */
  @property() label?: string;
  @property({ type: Boolean, reflect: true }) small = false;
  /** Draws a link rather than sheets of paper: what is copied is an address. */
  @property({ type: Boolean }) link = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.outcome = undefined;
  }

  override render() {
    const label = this.label ?? t("thread.copy");
    return html`
      <button type="button" class="icon-btn ${this.outcome === "copied" ? "done" : ""}" aria-label=${label} data-tip=${label} @click=${this.#copy}>
        ${this.outcome === "copied" || !this.link ? html`<oc-icon name=${this.outcome === "copied" ? "check" : "copy"}></oc-icon>` : html`<oc-icon .node=${Link}></oc-icon>`}
      </button>
      <span class="sr" role="status">${this.outcome === undefined ? "" : t(this.outcome === "copied" ? "thread.copied" : "thread.copyFailed")}</span>
    `;
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text());
      this.outcome = "copied";
    } catch {
      // The browser refused (no permission, an insecure page): the reader is told, and can still select the text.
      this.outcome = "failed";
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.outcome = undefined), SHOWN_MS);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-copy-button": OcCopyButton;
  }
}
