import type { Block } from "@open-cowork/shared";
import { html, nothing } from "lit";
import { t } from "../../i18n/t.js";
import { duration } from "../format.js";
import { toggle } from "../thread-scope.js";
import type { RowHost } from "./row-host.js";

/** The model's thoughts: one quiet line that unfolds. */
export function reasoningRow(host: RowHost, block: Extract<Block, { type: "reasoning" }>) {
  const open = host.scope.unfolded.has(block.id);
  const label = !block.done
    ? t("reasoning.now")
    : block.durationMs === undefined || block.durationMs < 1_000
      ? t("reasoning.done")
      : t("reasoning.for", { time: duration(Math.round(block.durationMs / 1_000) * 1_000).replace(/[.,]0(?=\D)/, "") });
  return html`
    <button
      type="button"
      class="thought ${block.done ? "" : "now"}"
      aria-expanded=${open}
      @click=${() => {
        toggle(host.scope.unfolded, block.id);
        host.requestUpdate();
      }}
    >
      <oc-icon name="chevron-right"></oc-icon>${label}
    </button>
    ${open ? html`<div class="thinking">${block.text.trim()}</div>` : nothing}
  `;
}
