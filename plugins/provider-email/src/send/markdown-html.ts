import { Marked, type Tokens } from "marked";
import { within } from "../within.js";

const SAFE_LINK = /^(https?:\/\/|mailto:)/i;

/** Ordinary answers take a few milliseconds; some texts take the library square time, or more stack than there is. */
const RENDER_MS = 500;

/**
 * HTML of a model's Markdown for mail programs. HTML within it is shown as text. Links lead to the web or to mail; images become links, so that no mail program
 * fetches an address that the text brings along. What cannot be rendered is shown as it is.
 */
export function markdownHtml(text: string): string {
  try {
    return within(RENDER_MS, () => renderer.parse(text, { async: false }));
  } catch {
    // Whatever went wrong was the making up; the words are all there.
    return `<pre style="white-space:pre-wrap">${escapeHtml(text)}</pre>`;
  }
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
