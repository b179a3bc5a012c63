import { consume } from "@lit/context";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { state } from "lit/decorators.js";
import { type Connection, connectionContext } from "../../data/contexts.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";

/** A moment without connection is nobody's business. */
const PATIENCE_MS = 1_500;

/** One quiet line while the connection is away; it says what is safe and goes by itself. */
export class OcBanner extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .line {
        display: flex;
        align-items: center;
        justify-content: center;
        gap: 10px;
        min-block-size: 36px;
        padding: 2px 16px;
        border-block-end: 1px solid var(--oc-line);
        background: var(--oc-rail);
        font-size: var(--oc-size-s);
        color: var(--oc-text-2);
      }
      oc-icon {
        color: var(--oc-warn);
      }
      .btn {
        min-block-size: 28px;
      }
    `,
  ];

  @consume({ context: connectionContext, subscribe: true }) @state() private connection!: Connection;
  @state() private shown = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("connection")) return;
    const away = this.connection.state === "reconnecting" || this.connection.state === "offline";
    clearTimeout(this.#timer);
    if (!away) this.shown = false;
    else if (!this.shown) this.#timer = setTimeout(() => (this.shown = true), PATIENCE_MS);
  }

  override render() {
    const offline = this.connection.state === "offline";
    return html`<div role="status">
      ${
        this.shown
          ? html`<div class="line">
              <oc-icon name="unplug"></oc-icon>
              <span>${t(offline ? "connection.offline" : "connection.reconnecting")}</span>
              ${offline ? nothing : html`<button type="button" class="btn ghost small" @click=${this.connection.retry}>${t("connection.now")}</button>`}
            </div>`
          : nothing
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-banner": OcBanner;
  }
}
