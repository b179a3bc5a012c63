import { html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { stripAnsi } from "../ansi.js";
import type { ToolCall } from "../tool-line.js";
import { detailStyles } from "./detail.styles.js";

/** Input and output of any call; JSON is set out in lines. */
export class OcToolJson extends LitElement {
  static override styles = [baseStyles, detailStyles];

  @property({ attribute: false }) call!: ToolCall;

  override render() {
    const { input, output, error } = this.call;
    return html`
      <div class="sheet">
        ${input && Object.keys(input).length > 0 ? this.#part(t("tool.input"), JSON.stringify(input, undefined, 2)) : nothing}
        ${error ? html`<div class="part"><pre class="error all">${stripAnsi(error)}</pre></div>` : nothing}
        ${output ? this.#part(t("tool.output"), pretty(output)) : nothing}
        ${!error && !output && this.call.state !== "running" ? html`<div class="part none">${t("tool.noOutput")}</div>` : nothing}
      </div>
    `;
  }

  #part(label: string, text: string) {
    return html`<div class="part">
      <header><span>${label}</span><oc-copy-button small label=${t("tool.copy", { what: label })} .text=${() => text}></oc-copy-button></header>
      <pre tabindex="0" role="region" aria-label=${label}>${text}</pre>
    </div>`;
  }
}

/** Longer text is not parsed: setting it out would help nobody. */
const MAX_JSON = 200_000;

function pretty(text: string): string {
  if (text.length > MAX_JSON || !/^\s*[[{]/.test(text)) return stripAnsi(text);
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    // Not JSON after all: shown as it came.
    return stripAnsi(text);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-tool-json": OcToolJson;
  }
}
