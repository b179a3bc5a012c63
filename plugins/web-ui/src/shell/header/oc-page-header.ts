import { consume } from "@lit/context";
import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { type Frame, frameContext } from "../../data/contexts.js";
import { t } from "../../i18n/t.js";
import { keysOf } from "../../keys/shortcuts.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";

/**
 * The bar on top of a page: its title, and the button that brings the rail back where it is hidden (on a phone: opens it as a drawer).
 * @slot - instead of the title
 * @slot actions - buttons at the end
 */
export class OcPageHeader extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: block;
        flex: none;
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--oc-2);
        min-block-size: var(--oc-bar-height);
        padding: 6px 20px 6px 24px;
        font-size: var(--oc-size-s);
        color: var(--oc-text-3);
      }
      header:has(.icon-btn) {
        padding-inline-start: 12px;
      }
      .title {
        flex: 1;
        min-inline-size: 0;
      }
      h1 {
        font-size: var(--oc-size-s);
        font-weight: 550;
        line-height: 1.5;
        color: var(--oc-text);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      @media (max-width: 720px) {
        :host([bare]) header {
          min-block-size: 20px;
          padding-block: 0;
        }
        :host([bare]) .icon-btn {
          display: none;
        }
        header {
          padding-inline: 8px;
        }
        h1 {
          font-size: var(--oc-size-m);
        }
      }
    `,
  ];

  @consume({ context: frameContext, subscribe: true }) @state() private frame: Frame | undefined;
  @property() heading = "";
  /** The page has its title in its text: on a phone, where the lower bar leads to the threads, only a little air is left. */
  @property({ type: Boolean, reflect: true }) bare = false;

  override render() {
    return html`<header>
      ${this.#railButton()}
      <div class="title"><slot>${this.heading ? html`<h1>${this.heading}</h1>` : nothing}</slot></div>
      <slot name="actions"></slot>
    </header>`;
  }

  #railButton() {
    const frame = this.frame;
    if (!frame || (!frame.narrow && !frame.railCollapsed)) return nothing;
    const label = t(frame.narrow ? "drawer.open" : "rail.expand");
    return html`<button
      type="button"
      class="icon-btn"
      aria-label=${label}
      data-tip=${t("rail.expand")}
      data-keys=${keysOf("rail")}
      @click=${frame.narrow ? frame.openDrawer : frame.toggleRail}
    >
      <oc-icon name=${frame.narrow ? "menu" : "panel"}></oc-icon>
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-page-header": OcPageHeader;
  }
}
