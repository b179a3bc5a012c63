import { generic } from "./renderers/generic.js";
import type { ToolCall, ToolLine, ToolRenderer } from "./tool-line.js";

const renderers = new Map<string, ToolRenderer>();

/** Draws calls of these tools with `renderer` from now on; the last registration of a name wins. Names of MCP tools are `server_tool`. */
export function registerTool(renderer: ToolRenderer, ...names: string[]): void {
  for (const name of names) renderers.set(name, renderer);
}

/** The renderer of a tool; the generic one for names that nobody registered. */
export function rendererOf(tool: string): ToolRenderer {
  return renderers.get(tool) ?? generic;
}

/** The line of a call. A renderer that trips over unexpected fields of a call is replaced by the generic one. */
export function lineOf(call: ToolCall): ToolLine {
  try {
    return rendererOf(call.tool).line(call);
  } catch {
    // Input and metadata are whatever the model and the tool wrote; the generic line assumes nothing about them.
    return generic.line(call);
  }
}
