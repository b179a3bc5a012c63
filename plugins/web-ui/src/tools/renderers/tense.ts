import { t } from "../../i18n/t.js";
import type { ToolCall } from "../tool-line.js";

type Verb = "search" | "read" | "run" | "edit" | "write" | "list" | "find" | "fetch" | "plan" | "delegate" | "ask" | "use" | "load" | "websearch";

/** The verb in the tense of the call: running calls say what happens now. */
export function tense(verb: Verb, call: ToolCall): string {
  return call.state === "running" ? t(`tool.${verb}.now`) : t(`tool.${verb}.done`);
}
