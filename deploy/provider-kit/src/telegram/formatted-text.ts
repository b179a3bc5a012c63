import { badRequest } from "./api-error.js";
import { htmlText } from "./html-text.js";
import type { Parameters } from "./parameters.js";

/** Longest text and caption, in characters after the entities were parsed; counted here in UTF-16 code units, which is never more lenient. */
const LONGEST = { text: 4_096, caption: 1_024 };
/** What the server reads at all, in bytes, markup included. */
const LONGEST_SOURCE = 1 << 15;

/** Text as people see it and as it was given; checked as Telegram does. `entities` are not looked at: we never send them. */
export function formattedText(parameters: Parameters, field: "text" | "caption"): { text: string; source: string } {
  const source = parameters.text(field);
  if (Buffer.byteLength(source) > LONGEST_SOURCE) throw badRequest("text is too long");
  const mode = parameters.text("parse_mode").toLowerCase();
  if (mode !== "" && mode !== "html") throw badRequest("unsupported parse_mode");
  const text = clean(mode === "html" ? htmlText(source) : source);
  if (text.length > LONGEST[field]) throw badRequest(field === "text" ? "message is too long" : "message caption is too long");
  return { text, source };
}

/** Control characters but line breaks become spaces, and space at both ends goes. */
function clean(text: string): string {
  const letters = [...text.replaceAll("\r", "")].map((letter) => (letter < " " && letter !== "\n" ? " " : letter));
  return letters.join("").trim();
}
