import { escapeHtml } from "./escape-html.js";

const OPENABLE = /^(?:https?:\/\/|mailto:)/i;

/** Whether a link may leave the app. Everything else (javascript:, data:, file paths an agent names) is shown as text. */
export function isOpenable(href: string): boolean {
  return OPENABLE.test(href.trim());
}

/** `inner` is rendered HTML. A link that may not be opened keeps its words. */
export function linkHtml(href: string, title: string | null | undefined, inner: string): string {
  if (!isOpenable(href)) return inner;
  return `<a href="${escapeHtml(href.trim())}"${title ? ` title="${escapeHtml(title)}"` : ""}>${inner}</a>`;
}

/** Pictures of other sites are never fetched by reading an answer: the reader gets a link and decides. */
export function imageHtml(href: string, alt: string): string {
  const label = escapeHtml(alt || "Image");
  return isOpenable(href) ? `<a class="image" href="${escapeHtml(href.trim())}">${label}</a>` : label;
}
