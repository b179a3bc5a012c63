import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import type { Problem } from "../problem.js";

const HINTS: Readonly<Record<string, string>> = {
  InvalidSymbol: "Strings need double quotes",
  PropertyNameExpected: "Names need double quotes",
  ValueExpected: "A value is missing here",
  ColonExpected: "A colon is missing after the name",
  CommaExpected: "A comma is missing before this",
  CloseBraceExpected: "A closing brace is missing",
  CloseBracketExpected: "A closing bracket is missing",
  EndOfFileExpected: "Nothing may follow the closing brace",
};

/** Reads JSON with comments and trailing commas. All syntax errors at once, each with line and column. */
export function parseJsonc(text: string, file: string): { value: unknown; problems: Problem[] } {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const problems = errors.map((error) => {
    const code = printParseErrorCode(error.error);
    const before = text.slice(0, error.offset).split("\n");
    const message = code.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
    return { path: `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`, message, hint: HINTS[code] };
  });
  return { value, problems };
}
