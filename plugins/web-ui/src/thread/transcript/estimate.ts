import type { Block } from "@open-cowork/shared";
import type { Row } from "../rows/row-builder.js";

const GAP = 22;

/** About how high a row will be, in pixels, before it has been drawn: good enough for the scrollbar, corrected once it is measured. */
export function estimateHeight(row: Row, width: number): number {
  if (row.kind === "steps") return GAP + 27 * Math.min(7, row.blocks.length);
  if (row.kind === "change") return GAP + 34 + 21 * 10;
  return GAP + blockHeight(row.blocks[0], Math.min(720, Math.max(240, width)));
}

function blockHeight(block: Block, width: number): number {
  switch (block.type) {
    case "text":
      return textHeight(block.text, width / 8.1, 27.5);
    case "person":
      return Math.min(380, 18 + textHeight(block.text, (width * 0.82) / 7.6, 24)) + (block.attachments.length > 0 ? 60 : 0);
    case "artifact":
      return 52;
    case "approval":
    case "question":
      return 24;
    default:
      return 28;
  }
}

function textHeight(text: string, charsPerLine: number, lineHeight: number): number {
  let lines = 0;
  for (const line of text.split("\n")) lines += line === "" ? 0.5 : Math.ceil(line.length / charsPerLine);
  return Math.max(1, lines) * lineHeight;
}
