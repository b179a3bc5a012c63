/** An argument of an IMAP command: an atom or string, or a list in parentheses. */
export type ImapValue = string | ImapValue[];

export interface ImapCommand {
  tag: string;
  /** In upper case, with its `UID` prefix. */
  name: string;
  args: ImapValue[];
}

const TOKEN = /\s*(?:([()])|"((?:[^"\\]|\\.)*)"|\ue000(\d+)\ue000|((?:[^\s()"\ue000[]|\[[^\]]*\])+))/y;

/**
 * Reads a command whose literals were cut out of it: in `text` the n-th stands as its number between two U+E000, which is taken out of everything else.
 * Undefined for what is no command.
 */
export function parseCommand(text: string, literals: readonly Buffer[]): ImapCommand | undefined {
  const root: ImapValue[] = [];
  const stack = [root];
  for (let at = 0; at < text.trimEnd().length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    const top = stack.at(-1);
    if (!token || !top) return undefined;
    const [, bracket, quoted, literal, atom] = token;
    if (bracket === "(") {
      const list: ImapValue[] = [];
      top.push(list);
      stack.push(list);
    } else if (bracket === ")") stack.pop();
    else if (quoted !== undefined) top.push(quoted.replace(/\\(.)/g, "$1"));
    else if (literal !== undefined) top.push(literals[Number(literal)]!.toString());
    else top.push(atom!);
  }
  const [tag, first, second, ...rest] = root;
  if (stack.length !== 1 || typeof tag !== "string" || typeof first !== "string") return undefined;
  const name = first.toUpperCase();
  if (name === "UID" && typeof second === "string") return { tag, name: `UID ${second.toUpperCase()}`, args: rest };
  return { tag, name, args: root.slice(2) };
}

/** Whether a set such as `1:3,7,9:*` holds the number. */
export function inSet(set: string, number: number, highest: number): boolean {
  return set.split(",").some((range) => {
    const [from, to = from] = range.split(":").map((end) => (end === "*" ? highest : Number(end)));
    return number >= Math.min(from!, to!) && number <= Math.max(from!, to!);
  });
}
