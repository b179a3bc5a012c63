import { css, html, LitElement, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { WrapText } from "lucide";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { HighlightController } from "../highlight/highlight-controller.js";
import { languageLabel } from "../highlight/languages.js";
import { codeStyles } from "./code.styles.js";
import { lineTemplate } from "./line-template.js";

/**
 * A block of code with the name of its language, copy and wrap.
 * @csspart frame
 */
export class OcCode extends LitElement {
  static override styles = [
    baseStyles,
    codeStyles,
    css`
      :host {
        display: block;
        direction: ltr;
      }
    `,
  ];

  readonly #highlight = new HighlightController(this);

  @state() private wrap = false;

  @property({ attribute: false }) code = "";
  /** What the fence named, as written. */
  @property() override lang = "";
  /** A title in place of the language: the path of a file. */
  @property() name?: string;
  /** The text is still growing. */
  @property({ type: Boolean }) open = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("code") || changed.has("lang") || changed.has("open")) this.#highlight.set(this.code, this.lang, !this.open);
  }

  override render() {
    const label = this.name ?? languageLabel(this.lang);
    return html`
      <div class="frame" part="frame">
        <header>
          <span class="name">${label === "" ? t("thread.code") : label}</span>
          <button
            type="button"
            class="tool-btn"
            aria-pressed=${this.wrap}
            aria-label=${t("thread.code.wrap")}
            data-tip=${t("thread.code.wrap")}
            @click=${() => (this.wrap = !this.wrap)}
          >
            <oc-icon .node=${WrapText}></oc-icon>
          </button>
          <oc-copy-button small label=${t("thread.code.copy")} .text=${() => this.code}></oc-copy-button>
        </header>
        <pre class=${this.wrap ? "wrap" : ""} tabindex="0" role="region" aria-label=${label === "" ? t("thread.code") : label}><code>${this.#lines()}</code></pre>
      </div>
    `;
  }

  #lines() {
    const code = this.code;
    const coloured = this.#highlight.lines;
    if (coloured.length === 0) return code;
    const rest = code.split("\n").slice(coloured.length);
    return [...coloured.map((line, i) => lineTemplate(line, i < coloured.length - 1 || rest.length > 0)), rest.join("\n")];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-code": OcCode;
  }
}
