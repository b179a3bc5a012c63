import type { Block } from "@open-cowork/shared";
import { oneLine } from "../../tools/call-fields.js";
import { lineOf } from "../../tools/registry.js";

const MAX_CHARS = 140;

/** The one line that tells what a transcript is at: its last step, or the end of its last words. */
export function liveLine(blocks: readonly Block[]): string {
  for (let i = blocks.length - 1; i >= 0; i--) {
    const block = blocks[i]!;
    if (block.type === "tool") {
      const line = lineOf(block);
      return `${line.verb} ${line.object ?? ""}`.trim();
    }
    if ((block.type === "text" || block.type === "reasoning") && block.text.trim() !== "") return lastWords(block.text);
  }
  return "";
}

function lastWords(text: string): string {
  const line = oneLine(text.trimEnd().split("\n").at(-1) ?? "").replace(/^[#>*\-\d.\s]+/, "");
  return line.length <= MAX_CHARS ? line : `…${line.slice(-MAX_CHARS)}`;
}
