import { lexer, type Token, type Tokens } from "marked";

/**
 * Markdown as Slack's mrkdwn: https://docs.slack.dev/messaging/formatting-message-text
 * What Slack has no form for (headings, tables, images, HTML) stays readable; no word is lost.
 */
export function mrkdwn(markdown: string): string {
  return blocks(lexer(markdown)).trim();
}

/** Slack's three control characters. Zero-width joiners keep our own marks from being taken for markup. */
function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function blocks(tokens: readonly Token[]): string {
  return tokens
    .map(block)
    .filter((part) => part !== "")
    .join("\n\n");
}

function block(token: Token): string {
  switch (token.type) {
    case "space":
    case "def":
    // The mark of a task stands before its text already.
    case "checkbox":
      return "";
    case "heading":
      return bold(inline((token as Tokens.Heading).tokens));
    case "code":
      return fence((token as Tokens.Code).text);
    case "blockquote":
      return blocks((token as Tokens.Blockquote).tokens)
        .split("\n")
        .map((line) => `&gt; ${line}`.replace("&gt;", ">"))
        .join("\n");
    case "list":
      return list(token as Tokens.List, "");
    case "table":
      return fence(table(token as Tokens.Table));
    case "hr":
      return "———";
    case "html":
      return escapeText((token as Tokens.HTML).text.trimEnd());
    default:
      return "tokens" in token && token.tokens ? inline(token.tokens) : escapeText(token.raw.trimEnd());
  }
}

function list({ ordered, start, items }: Tokens.List, indent: string): string {
  return items
    .map((item, i) => {
      const mark = item.task ? (item.checked ? "☑" : "☐") : ordered ? `${Number(start || 1) + i}.` : "•";
      const inner = item.tokens.map((token) =>
        token.type === "list" ? `\n${list(token as Tokens.List, `${indent}    `)}` : block(token).replaceAll("\n", `\n${indent}    `),
      );
      return `${indent}${mark} ${inner.join("").trimStart()}`;
    })
    .join("\n");
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

function inline(tokens: readonly Token[] | undefined): string {
  return (tokens ?? []).map(span).join("");
}

function span(token: Token): string {
  switch (token.type) {
    case "strong":
      return bold(inline((token as Tokens.Strong).tokens));
    case "em":
      return wrap("_", inline((token as Tokens.Em).tokens));
    case "del":
      return wrap("~", inline((token as Tokens.Del).tokens));
    case "codespan":
      return wrap("`", escapeText((token as Tokens.Codespan).text.replaceAll("`", "ˋ")));
    case "checkbox":
      return "";
    case "br":
      return "\n";
    case "link":
      return link((token as Tokens.Link).href, inline((token as Tokens.Link).tokens), plain((token as Tokens.Link).tokens));
    case "image":
      return link((token as Tokens.Image).href, escapeText((token as Tokens.Image).text), (token as Tokens.Image).text);
    case "escape":
      return escapeText((token as Tokens.Escape).text);
    default:
      return "tokens" in token && token.tokens ? inline(token.tokens) : escapeText("text" in token ? String(token.text) : token.raw);
  }
}

function link(href: string, label: string, text: string): string {
  if (!/^(https?|mailto):/i.test(href)) return text === href ? label : `${label} (${escapeText(href)})`;
  const target = escapeText(href).replaceAll("|", "%7C");
  return text === href || text === "" ? `<${target}>` : `<${target}|${label.replaceAll("|", "¦").replaceAll("\n", " ")}>`;
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
