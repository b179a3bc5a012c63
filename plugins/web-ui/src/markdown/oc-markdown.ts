import { html, LitElement } from "lit";
import { property } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { baseStyles } from "../styles/base.js";
import { build } from "./build.js";
import { IncrementalMarkdown } from "./incremental.js";
import { markdownStyles } from "./oc-markdown.styles.js";

/**
 * Markdown as it is read. The text may grow: blocks that are finished keep their nodes, so a selection in them, their scroll
 * position and their height stay. Nodes are made one by one from what nodes.ts can say; nothing is parsed as HTML.
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
      (block) => block.key,
      (block) => html`<div class="block">${guard([block], () => build(block.nodes))}</div>`,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-markdown": OcMarkdown;
  }
}
