import type { Tokens } from "marked";
import { type Fragment, literal, wrap } from "./fragment.js";
import { inline } from "./inline.js";

/** Columns in line with each other, or, where there is no room for spaces, cells apart by a bar. Telegram has no tables; a fixed font is the nearest thing. */
export function table(token: Tokens.Table, padded: boolean): Fragment {
  const rows = [token.header, ...token.rows].map((row) => row.map((cell) => cellText(cell)));
  const widths = token.header.map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ""))));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (padded ? pad(cell, widths[column] ?? 0, token.align[column]) : cell))
      .join(padded ? " │ " : "|")
      .trimEnd();
  const [head = [], ...body] = rows;
  const rule = padded ? [widths.map((columns) => "─".repeat(columns)).join("─┼─")] : [];
  return { ...wrap("pre", literal([line(head), ...rule, ...body.map(line)].join("\n"))), fixed: true };
}

/** Entities may not stand within preformatted text, so a cell is its words. */
function cellText(cell: Tokens.TableCell): string {
  const { text } = inline(cell.tokens);
  return text.replaceAll(/\s+/g, " ").trim();
}

function pad(text: string, columns: number, align: Tokens.TableCell["align"] | undefined): string {
  const free = columns - width(text);
  const left = align === "right" ? free : align === "center" ? Math.floor(free / 2) : 0;
  return " ".repeat(left) + text + " ".repeat(free - left);
}

/** Columns that it takes in a fixed font: two for East Asian letters and pictures. */
function width(text: string): number {
  let columns = 0;
  for (const letter of text) {
    if (/\p{Mark}|\u200d|\ufe0f/u.test(letter)) continue;
    columns += /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\uff01-\uff60]|\p{Emoji_Presentation}/u.test(letter) ? 2 : 1;
  }
  return columns;
}
