import { Marked, type Tokens } from "marked";

const SAFE_LINK = /^(https?:\/\/|mailto:)/i;

/**
 * HTML of a model's Markdown for mail programs. HTML within it is shown as text. Links lead to the web or to mail; images become links, so that no mail program
 * fetches an address that the text brings along.
 */
export function markdownHtml(text: string): string {
  return renderer.parse(text, { async: false });
}

const renderer = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => escapeHtml(text),
    image: ({ href, text }: Tokens.Image) => link(href, escapeHtml(text || href)),
    link({ href, tokens }: Tokens.Link) {
      return link(href, this.parser.parseInline(tokens));
    },
  },
});

function link(href: string, label: string): string {
  return SAFE_LINK.test(href) ? `<a href="${escapeHtml(href)}" rel="noreferrer">${label}</a>` : label;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
