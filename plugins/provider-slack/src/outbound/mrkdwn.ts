import { lexer, type Token, type Tokens } from "marked";
import { escapeText, literalMarks, type Marks, similarMarks } from "./marks.js";

/**
 * Markdown as Slack's mrkdwn: https://docs.slack.dev/messaging/formatting-message-text
 * What Slack has no form for (headings, tables, images, HTML) stays readable; no word is lost.
 */
export function mrkdwn(markdown: string, marks: Marks = literalMarks): string {
  return new Writer(marks).blocks(lexer(markdown)).trim();
}

/** Kinds of tokens that stand between marks. */
const MARKED: ReadonlySet<string> = new Set(["strong", "em", "del", "codespan"]);

class Writer {
  constructor(private readonly marks: Marks) {}

  blocks(tokens: readonly Token[]): string {
    return tokens
      .map((token) => this.#block(token))
      .filter((part) => part !== "")
      .join("\n\n");
  }

  #block(token: Token): string {
    switch (token.type) {
      case "space":
      case "def":
      // The mark of a task stands before its text already.
      case "checkbox":
        return "";
      case "heading":
        return bold(this.#inline((token as Tokens.Heading).tokens));
      case "code":
        return fence((token as Tokens.Code).text);
      case "blockquote":
        return this.blocks((token as Tokens.Blockquote).tokens)
          .split("\n")
          .map((line) => `> ${line}`)
          .join("\n");
      case "list":
        return this.#list(token as Tokens.List, "");
      case "table":
        return fence(table(token as Tokens.Table));
      case "hr":
        return "———";
      case "html":
        return this.marks((token as Tokens.HTML).text.trimEnd());
      default:
        return "tokens" in token && token.tokens ? this.#inline(token.tokens) : this.marks(token.raw.trimEnd());
    }
  }

  #list({ ordered, start, items }: Tokens.List, indent: string): string {
    return items
      .map((item, i) => {
        const mark = item.task ? (item.checked ? "☑" : "☐") : ordered ? `${Number(start || 1) + i}.` : "•";
        const inner = item.tokens.map((token) =>
          token.type === "list" ? `\n${this.#list(token as Tokens.List, `${indent}    `)}` : this.#block(token).replaceAll("\n", `\n${indent}    `),
        );
        return `${indent}${mark} ${inner.join("").trimStart()}`;
      })
      .join("\n");
  }

  /** Within a word marks count only with something beside them that is no part of it and takes no room. */
  #inline(tokens: readonly Token[] = []): string {
    let all = "";
    let afterMark = false;
    for (const token of tokens) {
      const part = this.#span(token);
      if (part === "") continue;
      const isMarked = MARKED.has(token.type);
      const touches = (isMarked && (afterMark || /[\p{L}\p{N}_]$/u.test(all))) || (afterMark && /^[\p{L}\p{N}_]/u.test(part));
      all += touches ? `\u200b${part}` : part;
      afterMark = isMarked;
    }
    return all;
  }

  #span(token: Token): string {
    switch (token.type) {
      case "strong":
        return bold(this.#inline((token as Tokens.Strong).tokens));
      case "em":
        return wrap("_", this.#inline((token as Tokens.Em).tokens));
      case "del":
        return wrap("~", this.#inline((token as Tokens.Del).tokens));
      case "codespan":
        return this.#code((token as Tokens.Codespan).text);
      case "checkbox":
        return "";
      case "br":
        return "\n";
      case "link":
        return this.#link((token as Tokens.Link).href, plain((token as Tokens.Link).tokens));
      case "image":
        return this.#link((token as Tokens.Image).href, (token as Tokens.Image).text);
      case "escape":
        return this.marks((token as Tokens.Escape).text, true);
      default:
        return "tokens" in token && token.tokens ? this.#inline(token.tokens) : this.marks("text" in token ? String(token.text) : token.raw);
    }
  }

  /** No code of Slack's has a backtick in it, so such code is text. */
  #code(code: string): string {
    return code.includes("`") ? this.marks(code, true) : wrap("`", escapeText(code));
  }

  #link(href: string, text: string): string {
    if (!/^(https?|mailto):/i.test(href)) return this.marks(text === href ? text : `${text} (${href})`);
    const target = escapeText(href).replaceAll("|", "%7C");
    return text === href || text === "" ? `<${target}>` : `<${target}|${similarMarks(text).replaceAll("|", "¦").replaceAll("\n", " ")}>`;
  }
}

function table({ header, rows }: Tokens.Table): string {
  const lines = [header, ...rows].map((cells) => cells.map(({ tokens }) => plain(tokens)));
  const widths = header.map((_, column) => Math.max(...lines.map((cells) => [...(cells[column] ?? "")].length)));
  const text = lines.map((cells) =>
    cells
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - [...cell].length))
      .join("  ")
      .trimEnd(),
  );
  text.splice(1, 0, widths.map((width) => "-".repeat(width)).join("  "));
  return text.join("\n");
}

/** Words alone, for cells of a table. */
function plain(tokens: readonly Token[] | undefined): string {
  return (tokens ?? []).map((token) => ("tokens" in token && token.tokens ? plain(token.tokens) : "text" in token ? String(token.text) : token.raw)).join("");
}

function fence(code: string): string {
  return `\`\`\`\n${escapeText(code.replaceAll("```", "ˋˋˋ"))}\n\`\`\``;
}

function bold(text: string): string {
  // Bold in bold would end it.
  return wrap("*", text.replace(/(^|\s)\*(?=\S)|(?<=\S)\*(?=\s|$)/g, "$1"));
}

/** Marks stand directly at the words, or Slack shows them as they are. */
function wrap(mark: string, text: string): string {
  const [, before = "", inside = "", after = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  return inside === "" ? text : `${before}${mark}${inside}${mark}${after}`;
}
