import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { parseAnsi, stripAnsi } from "../ansi.js";
import { inputText, metadataText } from "../call-fields.js";
import type { ToolCall } from "../tool-line.js";
import { clipStart } from "./clip.js";
import { detailStyles } from "./detail.styles.js";

const SHOWN_LINES = 16;

/** A command with its output: colours of the terminal kept, long output shown from its end. */
export class OcToolTerminal extends LitElement {
  static override styles = [
    baseStyles,
    detailStyles,
    css`
      .prompt {
        color: var(--oc-text-3);
        user-select: none;
      }
      .bold {
        font-weight: 700;
      }
      .dim {
        color: var(--oc-text-3);
      }
      .italic {
        font-style: italic;
      }
      .underline {
        text-decoration: underline;
      }
      .fg-0,
      .fg-7 {
        color: var(--oc-text-3);
      }
      .fg-1 {
        color: var(--oc-danger);
      }
      .fg-2 {
        color: var(--oc-ok);
      }
      .fg-3 {
        color: var(--oc-warn);
      }
      .fg-4 {
        color: light-dark(#2b5a86, #9dc1e6);
      }
      .fg-5 {
        color: light-dark(#7a3e6e, #d3a4cc);
      }
      .fg-6 {
        color: var(--oc-accent);
      }
    `,
  ];

  @state() private all = false;
  @property({ attribute: false }) call!: ToolCall;

  override render() {
    const command = inputText(this.call, "command", "cmd") ?? "";
    const output = this.call.output ?? metadataText(this.call, "output") ?? "";
    const clip = this.all ? { text: output, hidden: 0 } : clipStart(output, SHOWN_LINES);
    return html`
      <div class="sheet">
        <div class="part">
          <header>
            <span>${t("tool.command")}</span>
            <oc-copy-button small label=${t("tool.copyCommand")} .text=${() => command}></oc-copy-button>
          </header>
          <pre class="all"><span class="prompt" aria-hidden="true">$ </span>${command}</pre>
        </div>
        ${output === "" ? this.#silent() : this.#output(output, clip.text, clip.hidden)}
        ${this.call.error ? html`<div class="part"><pre class="error all">${stripAnsi(this.call.error)}</pre></div>` : nothing}
      </div>
    `;
  }

  #silent() {
    return this.call.state === "running" ? nothing : html`<div class="part none">${t("tool.noOutput")}</div>`;
  }

  #output(output: string, shown: string, hidden: number) {
    return html`
      <div class="part">
        <header>
          <span>${t("tool.output")}</span>
          <oc-copy-button small label=${t("tool.copyOutput")} .text=${() => stripAnsi(output)}></oc-copy-button>
        </header>
        <pre class=${this.all ? "all" : ""} tabindex="0" role="region" aria-label=${t("tool.output")}>${parseAnsi(shown).map((span) =>
          span.style === "" ? span.text : html`<span class=${span.style}>${span.text}</span>`,
        )}</pre>
        ${hidden > 0 ? html`<button type="button" class="more" @click=${() => (this.all = true)}>${t("tool.showEarlier", { count: hidden })}</button>` : nothing}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-tool-terminal": OcToolTerminal;
  }
}
