/** A file as a read call shows it. */
export interface ReadText {
  text: string;
  /** Number of the first line in the file. */
  from: number;
}

const NUMBERED = /^\s*(\d+)(?:\||: |\t)/;

/** Takes the runtime's frame off a file: the tags around it, the number before each line, the remarks at its end. */
export function readText(output: string): ReadText {
  const inner = /<(content|file)>\n?([\s\S]*?)\n?<\/\1>/.exec(output)?.[2] ?? output;
  const lines = inner.replace(/\n+\((?:End of file|File has more lines|Output truncated|Showing lines)[^\n]*\)\s*$/, "").split("\n");
  const first = NUMBERED.exec(lines[0] ?? "")?.[1];
  if (first === undefined) return { text: lines.join("\n"), from: 1 };
  return { text: lines.map((line) => line.replace(NUMBERED, "")).join("\n"), from: Number(first) };
}
