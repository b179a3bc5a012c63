import { escapeHtml } from "./escape-html.js";

const PLAIN = /^<\/?(?:b|br|center|dd|del|details|div|dl|dt|em|hr|i|ins|kbd|li|mark|ol|p|s|small|strong|sub|summary|sup|u|ul)\s*\/?>$/i;

/**
 * HTML that a model writes between its markdown. Plain tags without attributes work; comments vanish; every other tag is shown as it was
 * written, so that a reader sees what was meant and nothing of it reaches the parser.
 */
export function plainTags(html: string): string {
  return html.replace(/<!--[\s\S]*?(?:-->|$)/g, "").replace(/<[^>]*>?/g, (tag) => (PLAIN.test(tag) ? tag : escapeHtml(tag)));
}
