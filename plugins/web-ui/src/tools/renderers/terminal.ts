import { html } from "lit";
import { Terminal } from "lucide";
import { t } from "../../i18n/t.js";
import { inputText, metadataNumber, oneLine } from "../call-fields.js";
import type { ToolRenderer } from "../tool-line.js";
import { tense } from "./tense.js";

export const terminal: ToolRenderer = {
  line: (call) => {
    const exit = metadataNumber(call, "exit", "exitCode");
    return {
      icon: Terminal,
      verb: tense("run", call),
      object: oneLine(inputText(call, "command", "cmd") ?? call.title ?? ""),
      objectKind: "code",
      ...(exit !== undefined && exit !== 0 ? { result: t("tool.exit", { code: String(exit) }), failed: true } : {}),
    };
  },
  detail: async () => {
    await import("../detail/define-terminal.js");
    return (call) => html`<oc-tool-terminal .call=${call}></oc-tool-terminal>`;
  },
};
