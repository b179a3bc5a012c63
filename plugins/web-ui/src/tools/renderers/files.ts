import { html } from "lit";
import { FilePenLine, FilePlus2, FileText, FolderOpen } from "lucide";
import { t } from "../../i18n/t.js";
import { inputText, lineCount, metadataNumber, pathOf, shortPath } from "../call-fields.js";
import { readText } from "../read-output.js";
import type { ToolRenderer } from "../tool-line.js";
import { tense } from "./tense.js";

const fileDetail: ToolRenderer["detail"] = async () => {
  await import("../detail/define-file.js");
  return (call) => html`<oc-tool-file .call=${call}></oc-tool-file>`;
};

export const read: ToolRenderer = {
  line: (call) => ({
    icon: FileText,
    verb: tense("read", call),
    object: pathOf(call),
    objectKind: "code",
    ...(call.state === "completed" ? { result: t("tool.lines", { count: lineCount(readText(call.output ?? "").text) }) } : {}),
  }),
  detail: fileDetail,
};

export const write: ToolRenderer = {
  line: (call) => ({
    icon: FilePlus2,
    verb: tense("write", call),
    object: pathOf(call),
    objectKind: "code",
    result: t("tool.lines", { count: lineCount(inputText(call, "content") ?? "") }),
  }),
  detail: fileDetail,
};

/** The line of a change that is running or has failed; one that is done is drawn as a diff. */
export const edit: ToolRenderer = {
  line: (call) => ({ icon: FilePenLine, verb: tense("edit", call), object: pathOf(call), objectKind: "code" }),
  detail: async () => {
    await import("../detail/define-json.js");
    return (call) => html`<oc-tool-json .call=${call}></oc-tool-json>`;
  },
};

export const list: ToolRenderer = {
  line: (call) => {
    const count = metadataNumber(call, "count", "files");
    return {
      icon: FolderOpen,
      verb: tense("list", call),
      object: call.title ?? shortPath(inputText(call, "path") ?? "."),
      objectKind: "code",
      ...(count === undefined ? {} : { result: t("tool.files", { count }) }),
    };
  },
  detail: async () => {
    await import("../detail/define-output.js");
    return (call) => html`<oc-tool-output .call=${call}></oc-tool-output>`;
  },
};
