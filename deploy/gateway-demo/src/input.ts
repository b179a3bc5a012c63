/** What somebody typed. */
export type Input =
  | { kind: "say"; text: string }
  | { kind: "press"; number: number }
  | { kind: "file"; path: string; text: string }
  /** For scripts: goes on when a message that came or changed since the last input holds the text. */
  | { kind: "wait"; text: string }
  | { kind: "quit" };

/** `!` begins what is for this program; everything else, `/commands` too, is said. A number presses a button. Undefined for an empty line. */
export function parseInput(line: string): Input | undefined {
  const text = line.trim();
  if (text === "") return undefined;
  if (/^\d{1,2}$/.test(text)) return { kind: "press", number: Number(text) };
  const [, command = "", rest = ""] = /^!(\w+)\s*(.*)$/.exec(text) ?? [];
  if (command === "quit") return { kind: "quit" };
  if (command === "wait" && rest) return { kind: "wait", text: rest };
  if (command === "file" && rest) {
    const [path = "", ...words] = rest.split(/\s+/);
    return { kind: "file", path, text: words.join(" ") };
  }
  return { kind: "say", text };
}
