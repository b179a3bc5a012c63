import { css, html, LitElement } from "lit";
import { property } from "lit/decorators.js";
import { isMac, shortcutText } from "./shortcut-text.js";

/** The caps of a shortcut, such as `keys="mod+k"`, in the signs of this platform. Hidden where there is no keyboard to speak of. */
export class OcKbd extends LitElement {
  static override styles = css`
    :host {
      display: inline-flex;
      gap: 2px;
      font: 500 0.6875rem / 1.4 var(--oc-font-ui);
      color: var(--oc-kbd-color, var(--oc-text-3));
      white-space: nowrap;
    }
    :host([boxed]) kbd {
      min-inline-size: 20px;
      padding: 1px 5px;
      border: 1px solid var(--oc-line);
      border-block-end-width: 2px;
      border-radius: 5px;
      text-align: center;
      color: var(--oc-text-2);
      background: var(--oc-raised);
    }
    kbd {
      font: inherit;
    }
    @media (pointer: coarse) {
      :host(:not([boxed])) {
        display: none;
      }
    }
  `;

  @property() keys = "";
  /** Draws each cap, for the cheat-sheet. */
  @property({ type: Boolean, reflect: true }) boxed = false;

  override render() {
    const caps = shortcutText(this.keys);
    return this.boxed || isMac() ? caps.map((cap) => html`<kbd>${cap}</kbd>`) : html`<kbd>${caps.join("+")}</kbd>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-kbd": OcKbd;
  }
}
