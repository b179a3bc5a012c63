/** A run of terminal text in one style. `style` is a list of class names: `fg-1`, `bold`, `dim`, `italic`, `underline`. */
export interface AnsiSpan {
  text: string;
  style: string;
}

const CSI = String.raw`\x1b\[[0-?]*[ -/]*[@-~]`;
const OSC = String.raw`\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?`;
const OTHER = String.raw`\x1b(?:[ -/]+[0-~]|[0-Z\\-~])`;
const CODES = new RegExp(`(${CSI})|${OSC}|${OTHER}|[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]`, "g");
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character
const COLOUR = /^\x1b\[([\d;]*)m$/;

/**
 * Terminal output as styled text. The 16 named colours and the usual attributes are kept, every other sequence is dropped,
 * and a carriage return overwrites its line as a terminal would (progress bars).
 */
export function parseAnsi(output: string): AnsiSpan[] {
  const source = overwritten(output);
  const spans: AnsiSpan[] = [];
  const style = new Style();
  let from = 0;
  const add = (to: number) => {
    if (to <= from) return;
    const text = source.slice(from, to);
    const last = spans.at(-1);
    if (last?.style === style.name) last.text += text;
    else spans.push({ text, style: style.name });
  };
  for (const match of source.matchAll(CODES)) {
    add(match.index);
    from = match.index + match[0].length;
    const colour = match[1] === undefined ? null : COLOUR.exec(match[1]);
    if (colour) style.apply(colour[1]!);
  }
  add(source.length);
  return spans;
}

export function stripAnsi(output: string): string {
  return overwritten(output).replace(CODES, "");
}

/** What is left of each line once its carriage returns have sent the cursor back. */
function overwritten(output: string): string {
  if (!output.includes("\r")) return output;
  return output
    .replace(/\r+\n/g, "\n")
    .split("\n")
    .map((line) => (line.includes("\r") ? (line.split("\r").findLast((part) => part !== "") ?? "") : line))
    .join("\n");
}

/** Graphic rendition state, as in ECMA-48 section 8.3.117. */
class Style {
  #colour: number | undefined;
  readonly #flags = new Set<string>();
  name = "";

  apply(codes: string): void {
    const list = codes === "" ? [0] : codes.split(";").map(Number);
    for (let i = 0; i < list.length; i++) {
      const code = list[i]!;
      // 38 and 48 carry a colour of another palette in the codes that follow.
      if (code === 38 || code === 48) i += list[i + 1] === 5 ? 2 : list[i + 1] === 2 ? 4 : 0;
      else this.#one(code);
    }
    this.name = [...(this.#colour === undefined ? [] : [`fg-${this.#colour}`]), ...this.#flags].join(" ");
  }

  #one(code: number): void {
    for (const flag of OFF[code] ?? []) this.#flags.delete(flag);
    if (code === 0 || code === 39) this.#colour = undefined;
    else if (code >= 30 && code <= 37) this.#colour = code - 30;
    else if (code >= 90 && code <= 97) this.#colour = code - 90;
    else if (FLAGS[code]) this.#flags.add(FLAGS[code]);
  }
}

const FLAGS: Record<number, string> = { 1: "bold", 2: "dim", 3: "italic", 4: "underline" };
/** What a code switches off. */
const OFF: Record<number, readonly string[]> = { 0: Object.values(FLAGS), 22: ["bold", "dim"], 23: ["italic"], 24: ["underline"] };
