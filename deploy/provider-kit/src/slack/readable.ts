/** Characters for private use stand for what is not looked at any more. */
const HIDDEN = /\ue000(\d+)\ue001/g;

/** mrkdwn as it reads on the screen: https://docs.slack.dev/messaging/formatting-message-text */
export function readable(source: string): string {
  const hidden: string[] = [];
  const hide = (text: string) => `\ue000${hidden.push(text) - 1}\ue001`;
  let shown = source
    // Of a link its label; of a date that is none the text that stands for it: neither is looked through for marks.
    .replace(/<([^<>|]+)(?:\|([^<>]+))?>/g, (_all, target: string, label?: string) => hide(label ?? target))
    .replace(/```\n?([\s\S]*?)\n?```|`([^`\n]+)`/g, (_all, block?: string, span?: string) => hide(block ?? span ?? ""))
    .replace(/(^|[^\w*])\*(\S(?:[^*\n]*\S)?)\*(?!\w)/g, "$1$2")
    .replace(/(^|[^\w_])_(\S(?:[^_\n]*\S)?)_(?!\w)/g, "$1$2")
    .replace(/(^|[^\w~])~(\S(?:[^~\n]*\S)?)~(?!\w)/g, "$1$2");
  // A link may stand in what was hidden after it.
  while (HIDDEN.test(shown)) shown = shown.replace(HIDDEN, (_all, index: string) => hidden[Number(index)] ?? "");
  return shown.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&").trim();
}
