import { html } from "lit";
import { Wrench } from "lucide";
import { inputText, oneLine } from "../call-fields.js";
import type { ToolRenderer } from "../tool-line.js";
import { tense } from "./tense.js";

/** Any tool: its name, the likeliest argument, and input and output in full below. */
export const generic: ToolRenderer = {
  line: (call) => ({
    icon: Wrench,
    verb: tense("use", call),
    object: [toolName(call.tool), call.title ?? inputText(call, "query", "url", "path", "name", "description")]
      .filter((part): part is string => part !== undefined)
      .map(oneLine)
      .join(" · "),
    objectKind: "text",
  }),
  detail: async () => {
    await import("../detail/define-json.js");
    return (call) => html`<oc-tool-json .call=${call}></oc-tool-json>`;
  },
};

/** `linear_create_issue` reads as "linear create issue". */
function toolName(tool: string): string {
  return tool.replace(/[_-]+/g, " ");
}
