import { css, html, LitElement } from "lit";
import { property } from "lit/decorators.js";
import { t } from "../../i18n/t.js";

const WIDTHS = [62, 84, 47, 73, 56, 90];

/** Grey lines where text will be. They appear after 150 ms, so that what loads at once does not flicker. */
export class OcSkeleton extends LitElement {
  static override styles = css`
    :host {
      display: grid;
      gap: 14px;
      padding-block: 10px;
      opacity: 0;
      animation: come 200ms 150ms forwards;
    }
    i {
      block-size: 11px;
      border-radius: 6px;
      background: var(--oc-sunken);
      inline-size: calc(var(--w) * 1%);
    }
    span {
      position: absolute;
      clip-path: inset(50%);
    }
    @keyframes come {
      to {
        opacity: 1;
      }
    }
  `;

  @property({ type: Number }) lines = 3;

  override render() {
    return html`<span role="status">${t("state.loading")}</span>${Array.from({ length: this.lines }, () => html`<i></i>`)}`;
  }

  protected override updated(): void {
    // Set from script: the content policy allows no style attributes in markup.
    this.renderRoot.querySelectorAll("i").forEach((line, i) => {
      line.style.setProperty("--w", String(WIDTHS[i % WIDTHS.length]));
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-skeleton": OcSkeleton;
  }
}
