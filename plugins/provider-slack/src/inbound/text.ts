/** Slack's own markup as Markdown: https://docs.slack.dev/messaging/formatting-message-text */
export function readText(source: string, us: string): string {
  return source
    .replace(/<([^<>]+)>/g, (whole, inside: string) => reference(inside, us) ?? whole)
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim();
}

function reference(inside: string, us: string): string | undefined {
  const [target = "", label] = inside.split("|", 2);
  if (target.startsWith("@")) return target === `@${us}` ? "" : `@${label ?? target.slice(1)}`;
  if (target.startsWith("#")) return `#${label ?? target.slice(1)}`;
  if (target.startsWith("!")) return `@${label?.replace(/^@/, "") ?? target.slice(1).split("^")[0]}`;
  if (/^(https?|mailto):/.test(target)) return label === undefined || label === target ? target.replace(/^mailto:/, "") : `[${label}](${target})`;
  return undefined;
}

export function mentions(source: string, us: string): boolean {
  return source.includes(`<@${us}>`) || source.includes(`<@${us}|`);
}
