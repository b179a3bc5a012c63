import { css, html, LitElement } from "lit";
import { property, query, state } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";

/**
 * The title of a thread, and the field it becomes to be changed.
 * @fires oc-renamed - detail is the new title; never empty, never the old one
 * Keyboard: Enter on the title edits; in the field Enter saves and Escape keeps the old title.
 */
export class OcThreadTitle extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      h1 {
        font-size: var(--oc-size-s);
        font-weight: 550;
        line-height: 1.5;
        color: var(--oc-text);
      }
      button,
      input {
        display: block;
        max-inline-size: 100%;
        min-block-size: 30px;
        padding: 3px 8px;
        margin-inline-start: -8px;
        border-radius: var(--oc-r-s);
        font-weight: 550;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      button:hover:not(:disabled) {
        background: var(--oc-hover);
      }
      input {
        inline-size: min(420px, 100%);
        border: 0;
        background: var(--oc-sunken);
        font-size: var(--oc-size-s);
      }
      input:focus-visible {
        outline-offset: -1px;
      }
      @media (max-width: 720px) {
        h1 {
          font-size: var(--oc-size-m);
        }
        button {
          margin-inline-start: 0;
        }
      }
      @media (pointer: coarse) {
        button,
        input {
          min-block-size: 44px;
        }
        input {
          font-size: 1rem;
        }
      }
    `,
  ];

  @query("input") private field?: HTMLInputElement;
  @state() private editing = false;

  @property() override title = "";
  @property({ type: Boolean }) locked = false;

  /** Makes it a field, with everything selected. */
  edit(): void {
    if (this.locked) return;
    this.editing = true;
    void this.updateComplete.then(() => this.field?.select());
  }

  override render() {
    const title = this.title || t("thread.untitled");
    if (this.editing) {
      return html`<input
        type="text"
        maxlength="200"
        .value=${this.title}
        aria-label=${t("thread.renameField")}
        @keydown=${this.#keyed}
        @blur=${() => this.#finish(true)}
      />`;
    }
    return html`<h1><button type="button" ?disabled=${this.locked} data-tip=${t("thread.rename")} @click=${this.edit}>${title}</button></h1>`;
  }

  #keyed(event: KeyboardEvent): void {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    this.#finish(event.key === "Enter");
    void this.updateComplete.then(() => this.renderRoot.querySelector("button")?.focus());
  }

  #finish(save: boolean): void {
    if (!this.editing) return;
    const title = this.field?.value.trim() ?? "";
    this.editing = false;
    if (save && title !== "" && title !== this.title) this.dispatchEvent(new CustomEvent("oc-renamed", { detail: title }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-thread-title": OcThreadTitle;
  }
  interface HTMLElementEventMap {
    "oc-renamed": CustomEvent<string>;
  }
}
