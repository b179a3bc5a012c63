/**
 * Slack has no escape for its marks. The text that stands for a date it cannot show is never looked through for marks, so that is where a mark stands which is
 * none: https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
const ASIDE = (mark: string) => `<!date^00000000^{_}|${mark}>`;
/** What looks like a mark and is none, where no such date can stand: within a link. */
const ALIKE: Readonly<Record<string, string>> = { "*": "∗", _: "ˍ", "~": "∼", "`": "ˋ" };
/** A mark that could begin something: not within a word and not before a space. A backtick begins code anywhere. */
const OPENING = /(?<![\p{L}\p{N}])[*_~](?!\s)|`/gu;

/** How characters are written that Slack would take for marks. */
export type Marks = (text: string, every?: boolean) => string;

/** As they are, whatever Slack makes of them; for text that otherwise would not fit. */
export const bareMarks: Marks = (text) => escapeText(text);

/** So that they read as they are. @param every Not only where they could begin something */
export const literalMarks: Marks = (text, every = false) => escapeText(text).replace(every ? /[*_~`]/g : OPENING, ASIDE);

export const similarMarks: Marks = (text) => escapeText(text).replace(OPENING, (mark) => ALIKE[mark] ?? mark);

/** Slack's three control characters: https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
