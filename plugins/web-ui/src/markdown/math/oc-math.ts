import { render } from "katex";
import { css, html, LitElement } from "lit";
import { property } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { katexSheet } from "./katex-sheet.js";

/** A formula that draws a thousand others, or a picture as wide as a street, is not one. */
const LIMITS = { maxExpand: 500, maxSize: 20 };

/** A formula, set by KaTeX, with MathML for screen readers. What cannot be set is shown as it was written. */
export class OcMath extends LitElement {
  static override styles = [
    baseStyles,
    katexSheet(),
    css`
      :host([display]) {
        display: block;
      }
      .scroll {
        padding-block: 4px;
        overflow: auto hidden;
        scrollbar-width: thin;
      }
      .katex {
        font-size: 1.12em;
      }
      .katex-display {
        margin: 0;
      }
      code {
        font: 450 0.85em / 1.5 var(--oc-font-mono);
        white-space: pre-wrap;
      }
    `,
  ];

  @property({ attribute: false }) tex = "";
  /** A line of its own. */
  @property({ type: Boolean, reflect: true }) display = false;

  override render() {
    const formula = document.createElement("span");
    try {
      render(this.tex, formula, { ...LIMITS, displayMode: this.display, strict: false, trust: false, throwOnError: true });
    } catch {
      // Half a formula, or a command that KaTeX does not know.
      return html`<code>${this.tex}</code>`;
    }
    return this.display ? html`<div class="scroll" tabindex="0" role="group" aria-label=${t("thread.formula")}>${formula}</div>` : formula;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-math": OcMath;
  }
}
