import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { baseStyles } from "../../styles/base.js";
import type { IconName } from "../icon/icons.js";

/**
 * What a page says when it has nothing to show: what would be here, and the next step.
 * @slot - buttons or links
 */
export class OcEmpty extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        justify-items: center;
        gap: 6px;
        padding: var(--oc-7) var(--oc-5);
        text-align: center;
      }
      oc-icon {
        font-size: 22px;
        margin-block-end: 6px;
        color: var(--oc-text-3);
      }
      h1,
      h2 {
        font: 400 var(--oc-size-xl) / 1.25 var(--oc-font-read);
        letter-spacing: -0.005em;
      }
      p {
        max-inline-size: 46ch;
        color: var(--oc-text-3);
        font-size: var(--oc-size-m);
        text-wrap: balance;
      }
      ::slotted(*) {
        margin-block-start: var(--oc-3);
      }
    `,
  ];

  @property() icon?: IconName;
  @property() heading = "";
  @property() text = "";
  /** The heading is the page's own (h1). */
  @property({ type: Boolean }) page = false;

  override render() {
    return html`
      ${this.icon ? html`<oc-icon name=${this.icon}></oc-icon>` : nothing}
      ${this.page ? html`<h1>${this.heading}</h1>` : html`<h2>${this.heading}</h2>`}
      ${this.text ? html`<p>${this.text}</p>` : nothing}
      <slot></slot>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-empty": OcEmpty;
  }
}
