import type { ApprovalView } from "@open-cowork/shared";

/** What is about to happen, in full. */
export function detailsOf({ command, diff, path, patterns }: Pick<ApprovalView, "command" | "diff" | "path" | "patterns">): { text: string; language: string } {
  if (diff !== undefined && diff.trim() !== "") return { text: diff.replace(FILE_NAMES, ""), language: "diff" };
  return { text: command ?? (patterns.length > 0 ? patterns.join("\n") : (path ?? "")), language: "" };
}

/** Lines before the first change. They name the file by its place on the server, which is no business of a chat; its path in the workspace is said beside it. */
const FILE_NAMES = /^(?:(?:Index: |diff --git |index |--- |\+\+\+ ).*\n|=+\n)+(?=@@ )/;
