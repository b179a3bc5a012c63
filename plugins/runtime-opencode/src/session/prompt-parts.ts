import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { TenantContext } from "@open-cowork/core/kernel";
import type { RuntimePrompt, SaidPiece } from "@open-cowork/core/sessions";
import type { ArtifactStore } from "@open-cowork/core/transport";
import type { Attachment } from "@open-cowork/shared";
import type { PromptPart } from "../engine/engine-client.js";
import { tell } from "./lost-words.js";

const TEXT_TYPES = /^(?:text\/|application\/(?:json|xml|yaml|x-yaml|toml|javascript|typescript|x-sh|sql)\b)/;
/** Larger texts are left as files: they would fill the context by themselves. */
const MAX_INLINE_TEXT_BYTES = 256 * 1024;

/** What the model reads of a prompt: the words that its engine has lost, the person's words, and the attachments. */
export async function promptParts(
  ctx: TenantContext,
  prompt: RuntimePrompt,
  lost: readonly SaidPiece[],
  { directory, artifacts }: { directory: string; artifacts: ArtifactStore },
): Promise<PromptPart[]> {
  const words = wordsOf(prompt, lost);
  if (prompt.attachments.length === 0) return words;
  return [...words, ...(await Promise.all(prompt.attachments.map((attachment) => attached(ctx, attachment, directory, artifacts))))];
}

function wordsOf({ text, resume }: RuntimePrompt, lost: readonly SaidPiece[]): PromptPart[] {
  const words = lost.length === 0 ? "" : ` This is missing from what you remember; the person has seen it:\n\n${tell(lost)}\n`;
  if (resume) {
    const note = `The server was restarted while you were answering.${words}\nGo on from there. Do not repeat what was shown, and check the state of files before you redo a step.`;
    return [{ type: "text", text: note, synthetic: true }, ...said(text)];
  }
  if (words === "") return [{ type: "text", text }];
  return [{ type: "text", text: `The server was restarted before this message.${words}`, synthetic: true }, ...said(text)];
}

function said(text: string): PromptPart[] {
  return text === "" ? [] : [{ type: "text", text }];
}

async function attached(ctx: TenantContext, attachment: Attachment, directory: string, artifacts: ArtifactStore): Promise<PromptPart> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await artifacts.read(ctx, attachment.artifact)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const filename = basename(attachment.name) || "file";
  const isText = TEXT_TYPES.test(attachment.mime) && bytes.length <= MAX_INLINE_TEXT_BYTES;
  if (isText || /^image\//.test(attachment.mime) || attachment.mime === "application/pdf")
    return {
      type: "file",
      mime: isText ? "text/plain" : attachment.mime,
      filename,
      url: `data:${isText ? "text/plain" : attachment.mime};base64,${bytes.toString("base64")}`,
    };
  // Nothing a model could read directly: it gets the file into its workspace instead.
  const folder = join(directory, "attachments");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, filename), bytes);
  return {
    type: "text",
    text: `[The person attached a file (${attachment.mime}, ${bytes.length} bytes). It is in the workspace: attachments/${filename}]`,
    synthetic: true,
  };
}
