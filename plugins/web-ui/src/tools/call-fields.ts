import type { ToolCall } from "./tool-line.js";

/** A text field of the call's input, under any of the names that tools use for it. */
export function inputText(call: ToolCall, ...names: string[]): string | undefined {
  return firstText(call.input, names);
}

export function metadataText(call: ToolCall, ...names: string[]): string | undefined {
  return firstText(call.metadata, names);
}

export function metadataNumber(call: ToolCall, ...names: string[]): number | undefined {
  for (const name of names) {
    const value = call.metadata?.[name];
    if (typeof value === "number" && Number.isFinite(value)) return value;
  }
  return undefined;
}

function firstText(fields: Record<string, unknown> | undefined, names: string[]): string | undefined {
  for (const name of names) {
    const value = fields?.[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}

/** Folders of threads are named by their ids, see ids.ts of the contracts. */
const THREAD_FOLDER = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** A path as a person recognises it: from the folder of the thread on, or else its end, without the folders of the machine it lies on. */
export function shortPath(path: string): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== "");
  const own = parts.findLastIndex((part) => THREAD_FOLDER.test(part));
  if (own >= 0) return parts.slice(own + 1).join("/") || ".";
  return !/^(?:[\\/]|[A-Za-z]:)/.test(path) || parts.length <= 3 ? parts.join("/") : parts.slice(-3).join("/");
}

/** The file a call is about. The runtime's title is the path inside the workspace, the input's often an absolute one. */
export function pathOf(call: ToolCall): string | undefined {
  const full = inputText(call, "filePath", "file_path", "path", "file");
  if (full !== undefined && call.title !== undefined && full.endsWith(call.title)) return call.title;
  return full === undefined ? call.title : shortPath(full);
}

export function lineCount(text: string): number {
  return text === "" ? 0 : text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
