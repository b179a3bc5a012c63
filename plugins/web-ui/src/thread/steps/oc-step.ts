import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { lineOf, rendererOf } from "../../tools/registry.js";
import type { ToolCall, ToolLine } from "../../tools/tool-line.js";
import { duration } from "../format.js";
import { type ThreadScope, toggle } from "../thread-scope.js";
import { lineStyles } from "./steps.styles.js";

/** Shorter waits are noise beside a line. */
const SHOWN_DURATION_MS = 950;

/** One tool call: a line that unfolds to what went in and what came out. */
export class OcStep extends LitElement {
  static override styles = [baseStyles, lineStyles];

  @state() private detail: ((call: ToolCall) => TemplateResult) | undefined;
  @state() private unavailable = false;

  @property({ attribute: false }) call!: ToolCall;
  /** Changes when the call has changed. */
  @property({ attribute: false }) revision = 0;
  @property({ attribute: false }) scope!: ThreadScope;

  override render() {
    const line = lineOf(this.call);
    const open = this.scope.unfolded.has(this.call.id);
    if (open && !this.detail) void this.#load();
    const expandable = rendererOf(this.call.tool).detail !== undefined || this.call.error !== undefined;
    const busy = this.call.state === "running" ? "busy" : "";
    if (!expandable) return html`<div class="line ${busy}">${this.#content(line)}</div>`;
    return html`
      <button type="button" class="line ${busy}" aria-expanded=${open} @click=${this.#toggle}>${this.#content(line, true)}</button>
      ${open ? html`<div class="detail">${this.#detail()}</div>` : nothing}
    `;
  }

  #content(line: ToolLine, expandable = false) {
    const failed = this.call.state === "error";
    const took = this.call.durationMs !== undefined && this.call.durationMs >= SHOWN_DURATION_MS ? duration(this.call.durationMs) : "";
    const result = failed ? t("tool.failed") : (line.result ?? "");
    return html`
      <oc-icon .node=${line.icon}></oc-icon>
      <span class="verb">${line.verb}</span>
      ${line.object ? (line.objectKind === "code" ? html`<code class="object">${line.object}</code>` : html`<span class="object">${line.object}</span>`) : nothing}
      <span class="end">
        <span>${result ? html`<span class=${failed || line.failed ? "bad" : ""}>${result}</span>` : nothing}${result && took ? " · " : ""}${took}</span>
        ${this.call.state === "running" ? html`<span class="sr">${t("tool.running")}</span>` : nothing}
        ${expandable ? html`<oc-icon class="chevron" name="chevron-right"></oc-icon>` : nothing}
      </span>
    `;
  }

  #detail() {
    if (this.unavailable) return html`<span class="bad">${t("tool.detailFailed")}</span>`;
    return this.detail ? this.detail({ ...this.call }) : nothing;
  }

  #toggle(): void {
    toggle(this.scope.unfolded, this.call.id);
    this.unavailable = false;
    this.requestUpdate();
  }

  async #load(): Promise<void> {
    const { detail } = rendererOf(this.call.tool);
    try {
      this.detail = detail ? await detail(this.call) : (call) => html`<span class="bad">${call.error}</span>`;
    } catch {
      // Its code could not be fetched: said in place; pressing again tries again.
      this.unavailable = true;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-step": OcStep;
  }
}
