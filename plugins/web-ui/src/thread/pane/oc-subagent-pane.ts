import type { SessionView } from "@open-cowork/shared";
import { html, LitElement } from "lit";
import { property } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import type { ThreadScope } from "../thread-scope.js";
import { paneStyles } from "./pane.styles.js";

/**
 * The transcript of a sub-agent beside the thread that it works for.
 * @fires oc-pane-closed
 */
export class OcSubagentPane extends LitElement {
  static override styles = [baseStyles, buttonStyles, paneStyles];

  @property({ attribute: false }) key = "";
  @property({ attribute: false }) view!: SessionView;
  @property({ attribute: false }) version = 0;
  @property({ attribute: false }) scope!: ThreadScope;

  override render() {
    const node = this.view.subagents[this.key];
    const own = { ...this.view, blocks: node?.blocks ?? [], active: undefined, queue: [] };
    return html`
      <header>
        <oc-icon name="agent"></oc-icon>
        <h2>${node?.title || t("lane.agent")}</h2>
        <button type="button" class="icon-btn" aria-label=${t("action.close")} @click=${() => this.dispatchEvent(new CustomEvent("oc-pane-closed"))}>
          <oc-icon name="close"></oc-icon>
        </button>
      </header>
      ${
        node && node.blocks.length > 0
          ? html`<oc-transcript .view=${own} .version=${this.version} .scope=${this.scope} nested></oc-transcript>`
          : html`<p class="none">${t("lane.starting")}</p>`
      }
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-subagent-pane": OcSubagentPane;
  }
}
