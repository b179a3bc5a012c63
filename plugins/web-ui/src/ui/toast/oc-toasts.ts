import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Toast, Toaster } from "../../data/toaster.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";

/** Shows the messages of a {@link Toaster} above everything, dialogs too. */
export class OcToasts extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      [popover] {
        position: fixed;
        inset: calc(10px + env(safe-area-inset-top)) 0 auto 0;
        inline-size: fit-content;
        max-inline-size: min(460px, calc(100vw - 24px));
        margin: 0 auto;
        padding: 4px;
        border: 0;
        background: none;
        color: inherit;
        overflow: visible;
      }
      ul {
        display: grid;
        gap: 8px;
        justify-items: center;
      }
      li {
        display: flex;
        align-items: center;
        gap: 10px;
        padding: 7px 8px 7px 16px;
        border: 1px solid var(--oc-line);
        border-radius: var(--oc-r-m);
        background: var(--oc-raised);
        box-shadow: var(--oc-shadow-high);
        font-size: var(--oc-size-s);
        line-height: 1.4;
        animation: arrive var(--oc-quick);
      }
      li > oc-icon {
        color: var(--oc-ok);
      }
      li.alert > oc-icon {
        color: var(--oc-danger);
      }
      p {
        margin-inline-end: 6px;
        overflow-wrap: anywhere;
      }
      @keyframes arrive {
        from {
          opacity: 0;
          translate: 0 -8px;
        }
      }
    `,
  ];

  @property({ attribute: false }) toaster?: Toaster;
  @query("[popover]") private layer!: HTMLElement;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pagehide", this.#leave);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.toaster?.removeEventListener("change", this.#changed);
    removeEventListener("pagehide", this.#leave);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("toaster")) return;
    changed.get("toaster")?.removeEventListener("change", this.#changed);
    this.toaster?.addEventListener("change", this.#changed);
    if (this.toaster?.items.length) this.#changed();
  }

  override render() {
    const toaster = this.toaster;
    if (!toaster) return nothing;
    return html`
      <div popover="manual" aria-live="polite" @pointerenter=${() => toaster.pause()} @pointerleave=${() => toaster.resume()} @focusin=${() => toaster.pause()} @focusout=${() => toaster.resume()}>
        <ul>
          ${repeat(
            toaster.items,
            (toast) => toast.id,
            (toast) => this.#toast(toast, toaster),
          )}
        </ul>
      </div>
    `;
  }

  #toast(toast: Toast, toaster: Toaster) {
    return html`<li class=${toast.tone ?? "info"} role=${toast.tone === "alert" ? "alert" : nothing}>
      ${toast.tone === "ok" ? html`<oc-icon name="check"></oc-icon>` : nothing} ${toast.tone === "alert" ? html`<oc-icon name="alert"></oc-icon>` : nothing}
      <p>${toast.text}</p>
      ${toast.action ? html`<button type="button" class="btn small" @click=${() => toaster.act(toast.id)}>${toast.action.label}</button>` : nothing}
      <button type="button" class="icon-btn" aria-label=${t("action.dismiss")} @click=${() => toaster.dismiss(toast.id)}><oc-icon name="close"></oc-icon></button>
    </li>`;
  }

  readonly #changed = (): void => {
    this.requestUpdate();
    // Shown anew each time, so that it lies above a dialog that was opened meanwhile.
    void this.updateComplete.then(() => {
      if (this.layer.matches(":popover-open")) this.layer.hidePopover();
      if (this.toaster?.items.length) this.layer.showPopover();
    });
  };
  readonly #leave = (): void => this.toaster?.settleAll();
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-toasts": OcToasts;
  }
}
