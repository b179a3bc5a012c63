import type { Block } from "@open-cowork/shared";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { baseStyles } from "../../styles/base.js";
import type { Row } from "../rows/row-builder.js";
import { isEmpty } from "../rows/row-shape.js";
import type { ThreadScope } from "../thread-scope.js";
import { compactedRow } from "./compacted-row.js";
import { decisionRow } from "./decision-rows.js";
import { artifactRow, filesRow } from "./file-rows.js";
import { reasoningRow } from "./reasoning-row.js";
import { rowStyles } from "./row.styles.js";

/** One row of the transcript. It is drawn again only when `revision` says that its blocks have changed. */
export class OcRow extends LitElement {
  static override styles = [baseStyles, rowStyles];

  @property({ attribute: false }) row!: Row;
  @property({ attribute: false }) revision = "";
  @property({ attribute: false }) scope!: ThreadScope;
  /** The last row of the thread. */
  @property({ type: Boolean }) last = false;
  /** The next row goes on at the same rail. */
  @property({ type: Boolean, reflect: true }) joined = false;

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    return changed.size === 0 || changed.has("revision") || changed.has("row") || changed.has("scope") || changed.has("last") || changed.has("joined");
  }

  protected override willUpdate(): void {
    this.toggleAttribute("empty", isEmpty(this.row));
  }

  override render() {
    const { row } = this;
    if (row.kind === "steps") return html`<oc-steps .steps=${[...row.blocks]} .revision=${this.revision} .scope=${this.scope}></oc-steps>`;
    if (row.kind === "change") return html`<oc-change .call=${row.blocks[0]} .revision=${row.blocks[0].rev} .scope=${this.scope}></oc-change>`;
    if (row.kind === "withdrawn") return html`<oc-prompt state="withdrawn" .text=${row.blocks[0].text}></oc-prompt>`;
    return this.#block(row.blocks[0]);
  }

  #block(block: Block) {
    const { scope } = this;
    switch (block.type) {
      case "person":
        return html`<oc-prompt
          .text=${block.text}
          .attachments=${block.attachments}
          .steered=${block.steered}
          .author=${block.by.id === scope.me || scope.me === undefined ? "" : block.by.name}
          .artifactUrl=${scope.artifactUrl}
        ></oc-prompt>`;
      case "text":
        return html`<oc-markdown .text=${block.text}></oc-markdown>`;
      case "reasoning":
        return reasoningRow(this, block);
      case "approval":
      case "question":
        return decisionRow(this, block);
      case "end":
        return this.#end(block);
      case "artifact":
        return artifactRow(this, block);
      case "files":
        return filesRow(this, block);
      case "compacted":
        return compactedRow();
      default:
        return nothing;
    }
  }

  #end(block: Extract<Block, { type: "end" }>) {
    const run = block.run === undefined ? undefined : this.scope.view.runs[block.run];
    if (!run) return nothing;
    return html`<oc-run-end
      .run=${run}
      .revision=${this.revision}
      .scope=${this.scope}
      .last=${this.last}
      .answer=${() => answerOf(this.scope.view.blocks, block)}
      .link=${`${location.origin}/t/${encodeURIComponent(this.scope.session)}?at=${block.seq}`}
    ></oc-run-end>`;
  }
}

/** Everything the agent said in the run that `end` closes. */
function answerOf(blocks: readonly Block[], end: Block): string {
  const said: string[] = [];
  for (let i = blocks.indexOf(end) - 1; i >= 0; i--) {
    const block = blocks[i]!;
    if (block.type === "end") break;
    if (block.type === "text" && block.run === end.run) said.unshift(block.text);
  }
  return said.join("\n\n").trim();
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-row": OcRow;
  }
}
