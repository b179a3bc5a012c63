import { html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../i18n/t.js";
import { baseStyles } from "../styles/base.js";
import type { MarkdownBlock } from "./blocks.js";
import { toCsv } from "./csv.js";
import { IncrementalMarkdown } from "./incremental.js";
import { markdownStyles } from "./oc-markdown.styles.js";
import { safeNodes } from "./sanitize.js";

/**
 * Markdown as it is read. The text may grow: blocks that are finished keep their nodes, so a selection in them, their scroll
 * position and their height stay. Its HTML becomes nodes in sanitize.ts only.
 */
export class OcMarkdown extends LitElement {
  static override styles = [baseStyles, markdownStyles];

  readonly #markdown = new IncrementalMarkdown();

  @property() text = "";
  /** `m` for answers, `s` for panes and asides. */
  @property({ reflect: true }) size: "s" | "m" = "m";

  override render() {
    return repeat(
      this.#markdown.update(this.text),
      (drawn) => drawn.key,
      ({ block }) => html`<div class="block">${guard([block], () => draw(block))}</div>`,
    );
  }
}

function draw(block: MarkdownBlock): TemplateResult {
  if (block.kind === "code") return html`<oc-code .code=${block.code} lang=${block.lang} ?open=${!block.closed}></oc-code>`;
  const safe = safeNodes(block.html);
  if (block.kind === "html") return html`${safe}`;
  return html`<div class="table">
    <div class="scroll" tabindex="0" role="region" aria-label=${t("thread.table")}>${safe}</div>
    <oc-copy-button small label=${t("thread.table.copy")} .text=${() => toCsv(block.rows)}></oc-copy-button>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-markdown": OcMarkdown;
  }
}
