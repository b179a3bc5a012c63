import type { Block, ChangedFile, FilePatch, SessionView } from "@open-cowork/shared";

type ToolCall = Extract<Block, { type: "tool" }>;

/** What a thread and its sub-agents did to each file, as far as their tools told, by path. */
export function changedFiles(view: SessionView): ChangedFile[] {
  const files = new Map<string, ChangedFile>();
  for (const block of allBlocks(view)) {
    if (block.type !== "files") continue;
    for (const { path, additions, deletions, status } of block.files) {
      const known = files.get(path);
      files.set(path, {
        path,
        // What is made and then edited is still new to who looks at the thread as a whole.
        status: known?.status === "added" && status === "modified" ? "added" : status,
        additions: (known?.additions ?? 0) + additions,
        deletions: (known?.deletions ?? 0) + deletions,
        changes: (known?.changes ?? 0) + 1,
        changedAt: block.at,
      });
    }
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The patches of a thread and its sub-agents in the order in which they were made. Tools that told no patch (a shell) are not here. */
export function filePatches(view: SessionView): FilePatch[] {
  const known = changedFiles(view).map(({ path }) => path);
  return allBlocks(view).flatMap((block) => {
    if (block.type !== "tool" || block.state !== "completed") return [];
    const patch = patchOf(block);
    if (patch === undefined) return [];
    return [{ call: block.id, tool: block.tool, ...(block.run === undefined ? {} : { run: block.run }), at: block.at, patch: withKnownPaths(patch, known) }];
  });
}

function patchOf({ tool, metadata, input }: ToolCall): string | undefined {
  if (typeof metadata?.diff === "string") return metadata.diff;
  const isNew = tool === "write" && metadata?.exists === false;
  if (isNew && typeof metadata.filepath === "string" && typeof input?.content === "string") return patchOfNewFile(metadata.filepath, input.content);
  return undefined;
}

/** Unified format: https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html */
function patchOfNewFile(path: string, content: string): string {
  const lines = content.split("\n");
  const endsInBreak = lines.at(-1) === "";
  if (endsInBreak) lines.pop();
  const head = `--- /dev/null\n+++ ${path}\n`;
  if (lines.length === 0) return head;
  const body = lines.map((line) => `+${line}\n`).join("");
  return `${head}@@ -0,0 +1,${lines.length} @@\n${body}${endsInBreak ? "" : "\\ No newline at end of file\n"}`;
}

const FILE_LINES = /^(?:Index: .*\n=+\n)?--- .*\n\+\+\+ .*$/gm;

/** Tools write where a file is on the server; people know it by its path in the workspace, as the list of files has it. */
function withKnownPaths(patch: string, known: readonly string[]): string {
  const shown = (path: string) => known.filter((one) => path.endsWith(`/${one}`)).reduce((longest, one) => (one.length > longest.length ? one : longest), "");
  return patch.replace(FILE_LINES, (lines) =>
    lines.replace(/^(Index:|---|\+\+\+) (\/[^\t\n]*)/gm, (all, mark, path) => (shown(path) ? `${mark} ${shown(path)}` : all)),
  );
}

/** Every block in the order of the log, those of sub-agents among them. */
function allBlocks(view: SessionView): Block[] {
  const blocks = [...view.blocks, ...Object.values(view.subagents).flatMap((node) => node.blocks)];
  return blocks.sort((a, b) => a.seq - b.seq);
}
