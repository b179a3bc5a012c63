import { stripVTControlCharacters, styleText } from "node:util";
import type { ChatMessage } from "./fake-chat.js";

/** Where a file that came in was put, by its id. */
export type SavedFiles = ReadonlyMap<string, string>;

/** A message as lines of text: who, what, files, and buttons by number. What others wrote cannot steer the terminal. */
export function formatMessage({ from, text, buttons, files }: ChatMessage, saved: SavedFiles): string {
  const name = from === "us" ? styleText("cyan", "Cowork") : styleText("green", clean(from.name));
  const attached = files.map(({ id, name: file, bytes }) =>
    styleText("dim", `[file ${clean(file)}, ${bytes} bytes${saved.has(id) ? `: ${saved.get(id)}` : ""}]`),
  );
  const choices = buttons.map(({ label }, index) => styleText("yellow", `[${index + 1}] ${clean(label)}`));
  return [`${name}: ${clean(text)}`, ...attached, ...(choices.length > 0 ? [choices.join("  ")] : [])].filter(Boolean).join("\n");
}

function clean(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{Cc}\n\t]/gu, "");
}
