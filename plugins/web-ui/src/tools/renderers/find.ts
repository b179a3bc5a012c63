import { html } from "lit";
import { FileSearch, Globe, Search } from "lucide";
import { t } from "../../i18n/t.js";
import { inputText, lineCount, metadataNumber, oneLine, shortPath } from "../call-fields.js";
import type { ToolCall, ToolRenderer } from "../tool-line.js";
import { tense } from "./tense.js";

const detail: ToolRenderer["detail"] = async () => {
  await import("../detail/define-output.js");
  return (call) => html`<oc-tool-output .call=${call}></oc-tool-output>`;
};

export const grep: ToolRenderer = {
  line: (call) => ({
    icon: Search,
    verb: tense("search", call),
    object: inputText(call, "pattern", "query") ?? call.title,
    objectKind: "code",
    ...counted(call, "tool.matches", "matches", "count"),
  }),
  detail,
};

export const glob: ToolRenderer = {
  line: (call) => ({
    icon: FileSearch,
    verb: tense("find", call),
    object: inputText(call, "pattern") ?? shortPath(call.title ?? ""),
    objectKind: "code",
    ...counted(call, "tool.files", "count", "matches"),
  }),
  detail,
};

export const webfetch: ToolRenderer = {
  line: (call) => ({
    icon: Globe,
    verb: tense("fetch", call),
    object: inputText(call, "url")?.replace(/^https?:\/\/(?:www\.)?/, "") ?? call.title,
    objectKind: "text",
    ...(call.state === "completed" && call.output ? { result: t("tool.lines", { count: lineCount(call.output) }) } : {}),
  }),
  detail,
};

export const websearch: ToolRenderer = {
  line: (call) => ({ icon: Globe, verb: tense("websearch", call), object: oneLine(inputText(call, "query", "q") ?? call.title ?? ""), objectKind: "text" }),
  detail,
};

function counted(call: ToolCall, key: "tool.matches" | "tool.files", ...names: string[]) {
  const count = metadataNumber(call, ...names);
  return call.state === "completed" && count !== undefined ? { result: t(key, { count }) } : {};
}
