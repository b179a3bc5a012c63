import type { ApprovalView } from "@open-cowork/shared";

/** What is about to happen, in full. */
export function detailsOf({ command, diff, path, patterns }: Pick<ApprovalView, "command" | "diff" | "path" | "patterns">): { text: string; language: string } {
  if (diff !== undefined && diff.trim() !== "") return { text: diff, language: "diff" };
  return { text: command ?? (patterns.length > 0 ? patterns.join("\n") : (path ?? "")), language: "" };
}
