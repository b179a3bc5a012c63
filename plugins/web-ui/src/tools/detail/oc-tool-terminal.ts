import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { parseAnsi, stripAnsi } from "../ansi.js";
import { inputText, metadataText } from "../call-fields.js";
import type { ToolCall } from "../tool-line.js";
import { clipStart } from "./clip.js";
import { detailStyles } from "./detail.styles.js";
import { terminalStyles } from "./terminal.styles.js";

const SHOWN_LINES = 16;

/** A command with its output: colours of the terminal kept, long output shown from its end. */
export class OcToolTerminal extends LitElement {
  static override styles = [baseStyles, detailStyles, terminalStyles];

  @state() private all = false;
  @property({ attribute: false }) call!: ToolCall;

  override render() {
    const command = inputText(this.call, "command", "cmd") ?? "";
    const output = (this.call.output ?? metadataText(this.call, "output") ?? "").replace(/^(?:[ \t]*\r?\n)+/, "").trimEnd();
    return html`
      <div class="sheet">
        <div class="part">
          <pre class="all command"><span class="prompt" aria-hidden="true">$ </span>${command}</pre>
          <oc-copy-button class="corner" small label=${t("tool.copyCommand")} .text=${() => command}></oc-copy-button>
        </div>
        ${output === "" ? this.#silent() : this.#output(output)}
        ${this.call.error ? html`<div class="part"><pre class="error all">${stripAnsi(this.call.error)}</pre></div>` : nothing}
      </div>
    `;
  }

  #silent() {
    return this.call.state === "running" ? nothing : html`<div class="part none">${t("tool.noOutput")}</div>`;
  }

  #output(output: string) {
    const clip = this.all ? { text: output, hidden: 0 } : clipStart(output, SHOWN_LINES);
    const spans = parseAnsi(clip.text).map((span) => (span.style === "" ? span.text : html`<span class=${span.style}>${span.text}</span>`));
    return html`
      <div class="part">
        <pre class=${this.all ? "all" : ""} tabindex="0" role="region" aria-label=${t("tool.output")}>${spans}</pre>
        <oc-copy-button class="corner" small label=${t("tool.copyOutput")} .text=${() => stripAnsi(output)}></oc-copy-button>
        ${clip.hidden > 0 ? html`<button type="button" class="more" @click=${() => (this.all = true)}>${t("tool.showEarlier", { count: clip.hidden })}</button>` : nothing}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-tool-terminal": OcToolTerminal;
  }
}
