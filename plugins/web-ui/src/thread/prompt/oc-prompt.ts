import type { AppError, Attachment } from "@open-cowork/shared";
import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import { fileSize } from "../format.js";
import { promptStyles } from "./prompt.styles.js";

/** How far a message of a person has come. */
export type PromptState = "accepted" | "queued" | "sending" | "failed" | "withdrawn";

const LONG_CHARS = 1_200;
const LONG_LINES = 14;

/**
 * What a person said. Solid once it is in the log; pale while it is on its way or waits for its turn.
 * @slot actions - what can be done about it, below
 */
export class OcPrompt extends LitElement {
  static override styles = [baseStyles, buttonStyles, promptStyles];

  @state() private whole = false;

  @property() text = "";
  @property({ attribute: false }) attachments: readonly Attachment[] = [];
  @property({ reflect: true }) state: PromptState = "accepted";
  @property({ type: Boolean }) steered = false;
  /** Who said it, where it was not the reader. */
  @property() author = "";
  @property({ attribute: false }) problem?: AppError;
  @property({ attribute: false }) artifactUrl: (id: string) => string = () => "";

  override render() {
    const long = this.text.length > LONG_CHARS || this.text.split("\n").length > LONG_LINES;
    return html`
      ${this.author ? html`<span class="author">${this.author}</span>` : nothing}
      ${this.attachments.length > 0 ? html`<ul class="files" aria-label=${t("prompt.files")}>${this.attachments.map((file) => this.#file(file))}</ul>` : nothing}
      ${
        this.text === ""
          ? nothing
          : html`<div class="bubble">
            <p dir="auto" class=${long && !this.whole ? "clipped" : ""}>${this.text}</p>
            ${long ? html`<button type="button" class="whole" @click=${() => (this.whole = !this.whole)}>${t(this.whole ? "prompt.less" : "prompt.more")}</button>` : nothing}
          </div>`
      }
      <div class="below">
        ${this.#note()}
        <span class="hover">${this.state === "accepted" && this.text ? html`<oc-copy-button small label=${t("prompt.copy")} .text=${() => this.text}></oc-copy-button>` : nothing}</span>
        <slot name="actions"></slot>
      </div>
    `;
  }

  #note() {
    if (this.state === "failed") return html`<span class="bad" role="alert">${t("prompt.failed")} ${this.problem?.message ?? ""}</span>`;
    if (this.state === "sending") return html`<span>${t("prompt.sending")}</span>`;
    if (this.state === "queued") return html`<span>${t("prompt.queued")}</span>`;
    if (this.state === "withdrawn") return html`<span>${t("prompt.withdrawn")}</span>`;
    return this.steered ? html`<span>${t("prompt.steered")}</span>` : nothing;
  }

  #file(file: Attachment) {
    const url = this.artifactUrl(file.artifact);
    const image = /^image\/(?:png|jpeg|gif|webp|avif)$/.test(file.mime) && url !== "";
    const size = fileSize(file.bytes);
    return html`<li>
      <a href=${url} target="_blank" rel="noopener" class=${image ? "picture" : "chip"} aria-label=${`${file.name}, ${size}`}>
        ${image ? html`<img src=${url} alt="" loading="lazy" />` : html`<oc-icon name="file"></oc-icon><span>${file.name}</span><small>${size}</small>`}
      </a>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-prompt": OcPrompt;
  }
}
