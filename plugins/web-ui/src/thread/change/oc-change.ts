import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { FilePenLine } from "lucide";
import { t } from "../../i18n/t.js";
import { codeStyles } from "../../markdown/code/code.styles.js";
import { baseStyles } from "../../styles/base.js";
import { inputText, metadataText, pathOf } from "../../tools/call-fields.js";
import { DiffLoader } from "../../tools/diff/diff-loader.js";
import { countChanges } from "../../tools/diff/patch-text.js";
import type { ToolCall } from "../../tools/tool-line.js";
import { type ThreadScope, toggle } from "../thread-scope.js";

/** A longer diff is folded after this many lines. */
const SHOWN_LINES = 24;

/**
 * A file that the agent changed: its path, what was added and removed, and the diff. The height is known from the patch before
 * the diff is drawn, so nothing moves when it appears.
 */
export class OcChange extends LitElement {
  static override styles = [
    baseStyles,
    codeStyles,
    css`
      :host {
        display: block;
      }
      .rail {
        padding-inline-start: 7px;
        border-inline-start: 2px solid var(--oc-line);
      }
      .frame > header {
        padding-inline-end: 12px;
        min-block-size: 33px;
      }
      header oc-icon {
        font-size: 15px;
      }
      .name {
        font-size: var(--oc-size-s);
        direction: ltr;
      }
      .plus {
        color: var(--oc-ok);
      }
      .minus {
        color: var(--oc-danger);
      }
      .counts {
        display: flex;
        gap: 8px;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .body {
        min-block-size: calc(var(--lines, 0) * 0.78125rem * 1.65);
      }
      .more {
        display: block;
        inline-size: 100%;
        min-block-size: 34px;
        padding: 6px 14px;
        border-block-start: 1px solid var(--oc-line);
        font-size: var(--oc-size-s);
        font-weight: 500;
        color: var(--oc-text-2);
      }
      .more:hover {
        background: var(--oc-hover);
        color: var(--oc-text);
      }
      .more:focus-visible {
        outline-offset: -2px;
      }
      @media (pointer: coarse) {
        .more {
          min-block-size: 44px;
        }
      }
    `,
  ];

  readonly #diff = new DiffLoader(this);

  @state() private patch = "";

  @property({ attribute: false }) call!: ToolCall;
  @property({ attribute: false }) revision = 0;
  @property({ attribute: false }) scope!: ThreadScope;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("revision") && !changed.has("call")) return;
    const patch = metadataText(this.call, "diff", "patch") ?? inputText(this.call, "patchText", "patch", "diff");
    if (patch !== undefined) this.patch = patch;
    else if (this.call.state === "completed") void this.#compute();
  }

  override render() {
    const { state, error } = this.call;
    if (state !== "completed" || error !== undefined) {
      return html`<div class="rail"><oc-step .call=${this.call} .revision=${this.revision} .scope=${this.scope}></oc-step></div>`;
    }
    this.#diff.want();
    const path = pathOf(this.call) ?? "";
    const counts = countChanges(this.patch);
    const all = this.scope.unfolded.has(this.call.id) || counts.lines <= SHOWN_LINES + 4;
    return html`
      <div class="frame">
        <header>
          <oc-icon .node=${FilePenLine}></oc-icon>
          <span class="name">${path}</span>
          <span class="counts">
            ${counts.additions > 0 ? html`<span class="plus"><span class="sr">${t("tool.diff.additions")} </span>+${counts.additions}</span>` : nothing}
            ${counts.deletions > 0 ? html`<span class="minus"><span class="sr">${t("tool.diff.deletions")} </span>−${counts.deletions}</span>` : nothing}
          </span>
        </header>
        <div class="body">${
          this.#diff.state === "failed"
            ? html`<pre>${this.patch}</pre>`
            : html`<oc-diff .patch=${this.patch} .path=${path} .limit=${all ? 0 : SHOWN_LINES}></oc-diff>`
        }</div>
        ${all ? nothing : html`<button type="button" class="more" @click=${this.#unfold}>${t("tool.diff.all", { count: counts.lines })}</button>`}
      </div>
    `;
  }

  protected override updated(): void {
    const lines = countChanges(this.patch).lines;
    const shown = this.scope.unfolded.has(this.call.id) ? lines : Math.min(lines, SHOWN_LINES);
    this.renderRoot.querySelector<HTMLElement>(".body")?.style.setProperty("--lines", String(shown));
  }

  #unfold(): void {
    toggle(this.scope.unfolded, this.call.id);
    this.requestUpdate();
  }

  /** A tool that gives no diff names the old and the new text. */
  async #compute(): Promise<void> {
    const { diffOf } = await import("../../tools/diff/diff-model.js");
    this.patch = diffOf(inputText(this.call, "oldString", "old_string") ?? "", inputText(this.call, "newString", "new_string") ?? "", pathOf(this.call) ?? "");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-change": OcChange;
  }
}
