const MAX = 60;

/** A thread's first title: the first line of the first prompt, cut at a word. */
export function titleFrom(text: string): string {
  const line = text.trim().split("\n", 1)[0]!.replace(/\s+/g, " ").replace(/^#+ /, "");
  if (line === "") return "New thread";
  const chars = [...line];
  if (chars.length <= MAX) return line;
  const cut = chars.slice(0, MAX).join("");
  const space = cut.lastIndexOf(" ");
  return `${(space > MAX / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:.-]+$/, "")}…`;
}
