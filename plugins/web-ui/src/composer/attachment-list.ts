import { html, nothing } from "lit";
import { t } from "../i18n/t.js";
import { fileSize } from "../thread/format.js";
import type { AttachedFile, AttachmentsController } from "./attachments-controller.js";

/** The files of a message that is being written. */
export function fileList(files: AttachmentsController) {
  if (files.items.length === 0) return nothing;
  return html`<ul class="files" aria-label=${t("attach.files")}>
    ${files.items.map((file) => fileItem(file, files))}
  </ul>`;
}

function fileItem(file: AttachedFile, files: AttachmentsController) {
  const failed = file.state === "failed";
  const about = failed
    ? (file.error?.message ?? "")
    : file.state === "uploading"
      ? t("attach.uploading", { percent: Math.round(file.progress * 100) })
      : fileSize(file.bytes);
  return html`<li class="file ${file.state}">
    ${file.preview ? html`<img src=${file.preview} alt="" />` : html`<oc-icon name=${failed ? "alert" : "file"}></oc-icon>`}
    <span class="what"><b>${file.name}</b><small role=${failed ? "alert" : nothing}>${about}</small></span>
    ${
      failed && file.error?.retryable
        ? html`<button type="button" class="icon-btn" aria-label=${t("attach.retry", { name: file.name })} @click=${() => files.retry(file.key)}>
          <oc-icon name="retry"></oc-icon>
        </button>`
        : nothing
    }
    <button type="button" class="icon-btn" aria-label=${t("attach.remove", { name: file.name })} @click=${() => files.remove(file.key)}>
      <oc-icon name="close"></oc-icon>
    </button>
    ${file.state === "uploading" ? html`<progress max="1" .value=${file.progress} aria-label=${t("attach.progress", { name: file.name })}></progress>` : nothing}
  </li>`;
}
