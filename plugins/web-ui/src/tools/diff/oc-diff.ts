import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { codeStyles } from "../../markdown/code/code.styles.js";
import { HighlightController } from "../../markdown/highlight/highlight-controller.js";
import { baseStyles } from "../../styles/base.js";
import { diffStyles } from "./diff.styles.js";
import { type DiffHunk, type DiffLine, parseDiff } from "./diff-model.js";
import { markTokens } from "./marked-tokens.js";

const NAMES = { same: "", added: "+", removed: "−" } as const;

/** A unified diff: numbers of the file as it is, signs, colours of the language, and the changed words of changed lines. */
export class OcDiff extends LitElement {
  static override styles = [baseStyles, codeStyles, diffStyles];

  readonly #before = new HighlightController(this);
  readonly #after = new HighlightController(this);
  #hunks: DiffHunk[] = [];

  @property() patch = "";
  /** Path of the file: its ending names the language. */
  @property() path = "";
  /** Lines to draw at most; 0 for all. */
  @property({ type: Number }) limit = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("patch") && !changed.has("path")) return;
    this.#hunks = parseDiff(this.patch);
    const ending = this.path.split(/[\\/]/).at(-1)?.split(".").at(-1) ?? "";
    const lines = this.#hunks.flatMap((hunk) => hunk.lines);
    const side = (other: DiffLine["kind"]) => lines.flatMap((line) => (line.kind === other ? [] : [line.text])).join("\n");
    this.#before.set(side("added"), ending, true);
    this.#after.set(side("removed"), ending, true);
  }

  override render() {
    if (this.#hunks.length === 0) return html`<div class="plain">${this.patch}</div>`;
    let left = this.limit > 0 ? this.limit : Number.POSITIVE_INFINITY;
    const at = { before: 0, after: 0 };
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t("tool.diff.label", { path: this.path })}>
      <div class="lines">
        ${this.#hunks.map((hunk, i) => {
          if (left <= 0) return nothing;
          const shown = hunk.lines.slice(0, left);
          left -= shown.length;
          return html`${i > 0 ? html`<div class="gap" aria-hidden="true">⋯</div>` : nothing}${shown.map((line) => this.#line(line, at))}`;
        })}
      </div>
    </div>`;
  }

  #line(line: DiffLine, at: { before: number; after: number }) {
    const coloured = line.kind === "removed" ? this.#before.lines[at.before] : this.#after.lines[at.after];
    if (line.kind !== "added") at.before++;
    if (line.kind !== "removed") at.after++;
    const plain = coloured ?? [{ text: line.text, name: "" }];
    const tokens = line.marks && line.marks.length > 0 ? markTokens(plain, line.marks) : plain;
    const word = line.kind === "same" ? nothing : html`<span class="sr">${t(line.kind === "added" ? "tool.diff.added" : "tool.diff.removed")}</span>`;
    return html`<div class="line ${line.kind}" data-n=${line.after ?? line.before ?? ""} data-sign=${NAMES[line.kind] || " "}>${word}${tokens.map((token) =>
      token.name === "" ? token.text : html`<span class=${token.name}>${token.text}</span>`,
    )}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-diff": OcDiff;
  }
}
