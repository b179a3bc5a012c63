import { html } from "lit";
import { t } from "../../i18n/t.js";

/** Where the runtime replaced what came before by a summary, to make room. */
export function compactedRow() {
  return html`<div class="compacted" role="separator">${t("thread.compacted")}</div>`;
}
