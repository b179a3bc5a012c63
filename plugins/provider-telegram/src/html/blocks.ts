import type { MarkedToken, Token, Tokens } from "marked";
import { attribute, EMPTY, type Fragment, indent, join, literal, wrap } from "./fragment.js";
import { inline } from "./inline.js";
import { table } from "./table.js";

export interface BlockStyle {
  /** Columns of tables in line, which takes more room. */
  padded: boolean;
  /** Within a quotation: those cannot hold each other. */
  quoted?: boolean;
}

/** Paragraphs, lists, tables and the like, an empty line between them. */
export function blocks(tokens: readonly Token[], style: BlockStyle): Fragment {
  return join(list(tokens, style), "\n\n");
}

function list(tokens: readonly Token[], style: BlockStyle): Fragment[] {
  return tokens.map((token) => block(token as MarkedToken, style)).filter(({ text }) => text !== "");
}

function block(token: MarkedToken, style: BlockStyle): Fragment {
  switch (token.type) {
    case "space":
    case "def":
      return EMPTY;
    case "heading":
      return wrap("b", inline(token.tokens));
    case "paragraph":
      return inline(token.tokens);
    case "code":
      return code(token);
    case "blockquote": {
      const inner = blocks(token.tokens, { ...style, quoted: true });
      return style.quoted ? inner : wrap("blockquote", inner);
    }
    case "list":
      return join(
        token.items.map((item, index) => listItem(item, token.ordered ? `${Number(token.start) + index}. ` : "• ", style)),
        "\n",
      );
    case "table":
      return table(token, style.padded);
    case "hr":
      return literal("———");
    case "html":
      return literal(token.raw.trimEnd());
    default:
      return inline([token]);
  }
}

function code({ text, lang }: Tokens.Code): Fragment {
  const language = /^[\w+#.-]{1,40}/.exec(lang ?? "")?.[0];
  const body = literal(text);
  return { ...wrap("pre", language ? wrap("code", body, ` class="language-${attribute(language)}"`) : body), fixed: true };
}

/** The bullet, then the blocks of the item line under line. A bullet alone is an empty item. */
function listItem(item: Tokens.ListItem, bullet: string, style: BlockStyle): Fragment {
  const by = " ".repeat(bullet.length);
  const [first, ...rest] = list(mergeCheckbox(item.tokens), style);
  if (!first) return literal(bullet.trimEnd());
  const start = first.fixed ? join([literal(`${bullet.trimEnd()}\n`), first]) : join([literal(bullet), indent(first, by)]);
  return join([start, ...rest.map((part) => (part.fixed ? part : join([literal(by), indent(part, by)])))], "\n");
}

/** The box of a task stands before its words, not above them. */
function mergeCheckbox(tokens: readonly Token[]): Token[] {
  const [box, words, ...rest] = tokens;
  if (box?.type !== "checkbox") return [...tokens];
  return words?.type === "text" || words?.type === "paragraph" ? [{ ...words, tokens: [box, ...(words.tokens ?? [])] }, ...rest] : [...tokens];
}
