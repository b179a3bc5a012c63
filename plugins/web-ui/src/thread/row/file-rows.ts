import type { Block } from "@open-cowork/shared";
import { html, nothing } from "lit";
import { t } from "../../i18n/t.js";
import { fileSize } from "../format.js";
import { request } from "../thread-events.js";
import { toggle } from "../thread-scope.js";
import type { RowHost } from "./row-host.js";

/** A file that the agent made for the person; opens beside the thread. */
export function artifactRow(host: RowHost, block: Extract<Block, { type: "artifact" }>) {
  const { artifact, name, mime } = block;
  return html`<button type="button" class="artifact" @click=${() => request(host, { type: "open-artifact", artifact, name, mime })}>
    <oc-icon name="file"></oc-icon><span>${name}</span><small>${fileSize(block.bytes)}</small>
  </button>`;
}

/** Files of the workspace that a run changed, with the sums; unfolds to one line a file. */
export function filesRow(host: RowHost, block: Extract<Block, { type: "files" }>) {
  const open = host.scope.unfolded.has(block.id);
  const sum = (key: "additions" | "deletions") => block.files.reduce((all, file) => all + file[key], 0);
  return html`
    <button
      type="button"
      class="thought"
      aria-expanded=${open}
      @click=${() => {
        toggle(host.scope.unfolded, block.id);
        host.requestUpdate();
      }}
    >
      <oc-icon name="chevron-right"></oc-icon>${t("files.changed", { count: block.files.length })} ${counts(sum("additions"), sum("deletions"))}
    </button>
    ${
      open
        ? html`<ul class="files">
          ${block.files.map((file) => html`<li><code>${file.path}</code>${counts(file.additions, file.deletions)}</li>`)}
        </ul>`
        : nothing
    }
  `;
}

function counts(additions: number, deletions: number) {
  return html`<span class="counts">
    ${additions > 0 ? html`<span class="plus">+${additions}</span>` : nothing}${deletions > 0 ? html`<span class="minus">−${deletions}</span>` : nothing}
  </span>`;
}
