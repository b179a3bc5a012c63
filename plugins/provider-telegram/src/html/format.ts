import { Lexer } from "marked";
import { blocks } from "./blocks.js";
import type { Fragment } from "./fragment.js";

/**
 * Longest texts that Telegram takes, in characters once the entities are parsed. Counted here in UTF-16 code units: never less than what Telegram counts.
 * https://core.telegram.org/bots/api#sendmessage and #senddocument
 */
export const LONGEST_TEXT = 4_096;
export const LONGEST_CAPTION = 1_024;
/** Longest source, markup included, in bytes: a limit of the Bot API server that its documentation does not name. */
const LONGEST_SOURCE = 1 << 15;

export interface Formatted {
  /** For `parse_mode` HTML. Absent where no markup fits. */
  html?: string;
  /** The Markdown as it was written: what is sent where Telegram cannot parse the other. */
  plain: string;
}

/**
 * Makes of Markdown what Telegram can show within `limit`. Tables that are too wide for it lose their columns, then the message loses its markup.
 * Undefined when not even the plain text fits, or there is nothing to say.
 */
export function format(markdown: string, limit: number): Formatted | undefined {
  const plain = sendable(markdown);
  if (plain.trim() === "" || plain.length > limit) return undefined;
  const html = render(plain, limit);
  return html === undefined ? { plain } : { html, plain };
}

/** The words are worth more than their shape: where the lexer gives up, or something is nested deeper than the stack, there is no markup. */
function render(markdown: string, limit: number): string | undefined {
  try {
    const tokens = Lexer.lex(markdown, { gfm: true });
    for (const padded of [true, false]) {
      const whole = blocks(tokens, { padded });
      if (fits(whole, limit)) return whole.html;
    }
    return undefined;
  } catch {
    return undefined;
  }
}

function fits({ html, text }: Fragment, limit: number): boolean {
  return text.trim() !== "" && text.length <= limit && new TextEncoder().encode(html).byteLength <= LONGEST_SOURCE;
}

/** Without control characters, which Telegram shows as spaces, and without halves of surrogate pairs, which it refuses ("strings must be encoded in UTF-8"). */
function sendable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, "").replace(/\p{Cs}/gu, "\ufffd");
}
