/** The end of a long output: what came last is what mattered, and what a running command adds to. */
export interface Clip {
  text: string;
  /** Lines left out at the top; 0 when all is there. */
  hidden: number;
}

export function clipStart(text: string, lines: number): Clip {
  let at = text.endsWith("\n") ? text.length - 1 : text.length;
  for (let left = lines; left > 0; left--) {
    at = text.lastIndexOf("\n", at - 1);
    if (at <= 0) return { text, hidden: 0 };
  }
  return { text: text.slice(at + 1), hidden: text.slice(0, at + 1).split("\n").length - 1 };
}

export function clipEnd(text: string, lines: number): Clip {
  let at = -1;
  for (let left = lines; left > 0; left--) {
    at = text.indexOf("\n", at + 1);
    if (at < 0) return { text, hidden: 0 };
  }
  const rest = text.slice(at + 1).replace(/\n$/, "");
  return rest === "" ? { text, hidden: 0 } : { text: text.slice(0, at), hidden: rest.split("\n").length };
}
