import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { stripAnsi } from "../ansi.js";
import type { ToolCall } from "../tool-line.js";
import { clipEnd } from "./clip.js";
import { detailStyles } from "./detail.styles.js";

const SHOWN_LINES = 20;

/** What a call answered, as plain text: matches, file lists, fetched pages. */
export class OcToolOutput extends LitElement {
  static override styles = [baseStyles, detailStyles];

  @state() private all = false;
  @property({ attribute: false }) call!: ToolCall;

  override render() {
    const output = stripAnsi(this.call.output ?? "").trimEnd();
    const clip = this.all ? { text: output, hidden: 0 } : clipEnd(output, SHOWN_LINES);
    return html`
      <div class="sheet">
        ${this.call.error ? html`<div class="part"><pre class="error all">${stripAnsi(this.call.error)}</pre></div>` : nothing}
        ${output === "" && !this.call.error ? html`<div class="none">${t(this.call.state === "running" ? "tool.waiting" : "tool.noOutput")}</div>` : nothing}
        ${
          output === ""
            ? nothing
            : html`<div class="part">
              <pre class=${this.all ? "all" : ""} tabindex="0" role="region" aria-label=${t("tool.output")}>${clip.text}</pre>
              ${clip.hidden > 0 ? html`<button type="button" class="more" @click=${() => (this.all = true)}>${t("tool.showMore", { count: clip.hidden })}</button>` : nothing}
            </div>`
        }
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-tool-output": OcToolOutput;
  }
}
