import type { Block } from "@open-cowork/shared";
import type { TemplateResult } from "lit";
import type { IconNode } from "../ui/icon/icons.js";

export type ToolCall = Extract<Block, { type: "tool" }>;

/** What one line of the transcript says about a tool call. */
export interface ToolLine {
  icon: IconNode;
  /** What it does or did, in the tense of its state: "Reading", "Read". */
  verb: string;
  /** What with: a path, a command, a phrase. */
  object?: string;
  /** `code` sets the object in the mono face. */
  objectKind?: "code" | "text";
  /** What came of it: "14 matches". */
  result?: string;
  /** The result is bad news. A call in state `error` is drawn as failed without this. */
  failed?: boolean;
}

/** Draws tool calls of the names it is registered for. */
export interface ToolRenderer {
  line(call: ToolCall): ToolLine;
  /**
   * What unfolding shows; absent where the line says it all. Called only while unfolded, and may fetch more code: it resolves
   * to the drawing function.
   */
  detail?(call: ToolCall): Promise<(call: ToolCall) => TemplateResult>;
}
