import type { EventBody } from "@open-cowork/shared";
import { z } from "zod";
import { shownPath } from "./paths.js";
import type { ToolPart } from "./schemas.js";

export type FileChange = EventBody<"files.changed">["files"][number];

const filediff = z.object({ file: z.string(), additions: z.number().default(0), deletions: z.number().default(0) });
const edited = z.object({ filediff });
const written = z.object({ filepath: z.string(), exists: z.boolean() });
const patched = z.object({
  files: z.array(z.object({ filePath: z.string(), type: z.string().optional(), additions: z.number().default(0), deletions: z.number().default(0) })),
});

/** Files that a finished tool call changed, as far as the tool tells. */
export function changesOf(part: ToolPart, directory: string): FileChange[] {
  if (part.state.status !== "completed") return [];
  const { metadata, input } = part.state;
  const edit = edited.safeParse(metadata);
  if (edit.success) return [change(directory, edit.data.filediff.file, edit.data.filediff)];
  const patch = patched.safeParse(metadata);
  if (patch.success && part.tool === "apply_patch") return patch.data.files.map((file) => change(directory, file.filePath, file, statusOf(file.type)));
  const write = written.safeParse(metadata);
  if (!write.success || part.tool !== "write") return [];
  const additions = typeof input.content === "string" ? input.content.split("\n").length - (input.content.endsWith("\n") ? 1 : 0) : 0;
  return [change(directory, write.data.filepath, { additions, deletions: 0 }, write.data.exists ? "modified" : "added")];
}

function change(directory: string, file: string, counts: { additions: number; deletions: number }, status: FileChange["status"] = "modified"): FileChange {
  return { path: shownPath(directory, file), additions: counts.additions, deletions: counts.deletions, status };
}

function statusOf(type: string | undefined): FileChange["status"] {
  return type === "add" ? "added" : type === "delete" ? "deleted" : "modified";
}
