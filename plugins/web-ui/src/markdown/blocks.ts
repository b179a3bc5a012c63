import { Marked, type Token, type Tokens, type TokensList } from "marked";
import { escapeHtml } from "./escape-html.js";
import { imageHtml, linkHtml } from "./links.js";
import { plainTags } from "./plain-tags.js";

/**
 * A top-level piece of a rendered answer. `html` is not yet sanitised: it becomes nodes in sanitize.ts and nowhere else.
 * Code and tables stand apart because they are drawn with their own controls.
 */
export type MarkdownBlock =
  | { kind: "html"; html: string }
  | { kind: "code"; code: string; lang: string; closed: boolean }
  | { kind: "table"; html: string; rows: string[][] };

const marked = new Marked({
  gfm: true,
  breaks: false,
  renderer: {
    code: ({ text, lang }) => `<oc-code lang="${escapeHtml(langOf(lang))}">${escapeHtml(text)}</oc-code>`,
    link: function ({ href, title, tokens }) {
      return linkHtml(href, title, this.parser.parseInline(tokens));
    },
    image: ({ href, text }) => imageHtml(href, text),
    html: ({ text }) => plainTags(text),
  },
});

/** Block tokens of `source`; `links` holds the link definitions found in it. */
export function lexBlocks(source: string): TokensList {
  return new marked.Lexer(marked.defaults).lex(source);
}

/** Draws one top-level token; undefined for tokens that show nothing (blank lines, link definitions). */
export function renderBlock(token: Token): MarkdownBlock | undefined {
  if (token.type === "space" || token.type === "def") return undefined;
  if (token.type === "code") {
    const code = token as Tokens.Code;
    return { kind: "code", code: code.text, lang: langOf(code.lang), closed: isClosed(code) };
  }
  const html = marked.Parser.parse([token], marked.defaults);
  if (html === "") return undefined;
  return token.type === "table" ? { kind: "table", html, rows: tableRows(token as Tokens.Table) } : { kind: "html", html };
}

/** The first word of a fence's info string, as a plain name. */
function langOf(info: string | undefined): string {
  return (
    info
      ?.trim()
      .split(/[\s{]/, 1)[0]
      ?.replace(/[^\w+#.-]/g, "")
      .toLowerCase() ?? ""
  );
}

/** An indented block is closed by nature; a fence once its closing line is there. */
function isClosed(token: Tokens.Code): boolean {
  if (token.codeBlockStyle === "indented") return true;
  const fence = /^ {0,3}(`{3,}|~{3,})/.exec(token.raw)?.[1] ?? "```";
  return new RegExp(`\\n {0,3}${fence}${fence[0]}*\\s*$`).test(token.raw);
}

function tableRows(table: Tokens.Table): string[][] {
  const plain = (cells: Tokens.TableCell[]) => cells.map((cell) => plainText(cell.tokens));
  return [plain(table.header), ...table.rows.map(plain)];
}

/** What a reader sees of inline tokens, without marks. */
function plainText(tokens: Token[]): string {
  return tokens
    .map((token) => ("tokens" in token && token.tokens ? plainText(token.tokens) : token.type === "br" ? " " : "text" in token ? decoded(token.text) : ""))
    .join("");
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", nbsp: " " };
const decoded = (text: string) => text.replace(/&(amp|lt|gt|quot|#39|#x27|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole);
