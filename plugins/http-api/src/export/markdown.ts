import type { SessionView } from "@open-cowork/shared";
import { type Entry, transcript } from "./transcript.js";

/** A thread as Markdown. Answers are Markdown already and stay as they are; tool output goes into fences that it cannot close. */
export function toMarkdown(view: SessionView): string {
  const title = view.title || "Untitled thread";
  return `# ${title.replace(/\s+/g, " ")}\n\n${transcript(view).map(render).join("\n\n")}\n`;
}

function render(entry: Entry): string {
  switch (entry.kind) {
    case "person":
      return `## ${entry.name}, ${new Date(entry.at).toISOString()}\n\n${[entry.text, ...entry.files.map((name) => `- Attached: ${name}`)].join("\n\n")}`;
    case "answer":
      return entry.text;
    case "reasoning":
      return entry.text.replace(/^/gm, "> ");
    case "tool":
      return [`**${entry.title}**${entry.failed ? " (failed)" : ""}`, fence(entry.input, "json"), fence(entry.output, "")].filter(Boolean).join("\n\n");
    case "note":
      return `_${entry.text}_`;
  }
}

/** A fence longer than any run of backticks inside. */
function fence(text: string, language: string): string {
  if (text === "") return "";
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = "`".repeat(longest + 1);
  return `${marks}${language}\n${text}\n${marks}`;
}
