import { html, LitElement } from "lit";
import { property, state } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { codeStyles } from "../../markdown/code/code.styles.js";
import { lineTemplate } from "../../markdown/code/line-template.js";
import { HighlightController } from "../../markdown/highlight/highlight-controller.js";
import { baseStyles } from "../../styles/base.js";
import { inputText, pathOf } from "../call-fields.js";
import { readText } from "../read-output.js";
import type { ToolCall } from "../tool-line.js";
import { clipEnd } from "./clip.js";
import { detailStyles } from "./detail.styles.js";
import { fileStyles } from "./file.styles.js";

const SHOWN_LINES = 24;

/** A file that was read or written, with its line numbers and colours. */
export class OcToolFile extends LitElement {
  static override styles = [baseStyles, codeStyles, detailStyles, fileStyles];

  readonly #highlight = new HighlightController(this);

  @state() private all = false;
  @property({ attribute: false }) call!: ToolCall;

  override render() {
    if (this.call.error) return html`<div class="sheet"><pre class="error all">${this.call.error}</pre></div>`;
    const written = inputText(this.call, "content");
    const file = written === undefined ? readText(this.call.output ?? "") : { text: written, from: 1 };
    const clip = this.all ? { text: file.text, hidden: 0 } : clipEnd(file.text, SHOWN_LINES);
    this.#highlight.set(clip.text, pathOf(this.call)?.split(".").at(-1) ?? "", this.call.state !== "running");
    const lines = clip.text.split("\n");
    if (lines.length > 1 && lines.at(-1) === "") lines.pop();
    return html`
      <div class="sheet">
        <pre class="numbered ${this.all ? "all" : ""}" tabindex="0" role="region" aria-label=${pathOf(this.call) ?? t("tool.output")}>${lines.map(
          (line, i) =>
            html`<span class="line" data-n=${file.from + i}>${this.#highlight.lines[i] ? lineTemplate(this.#highlight.lines[i]) : line}${"\n"}</span>`,
        )}</pre>
        ${clip.hidden > 0 ? html`<button type="button" class="more" @click=${() => (this.all = true)}>${t("tool.showMore", { count: clip.hidden })}</button>` : ""}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-tool-file": OcToolFile;
  }
}
