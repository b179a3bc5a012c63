import type { Entity } from "./update.js";

/** Who we are on the platform. */
export interface Self {
  id: number;
  username: string;
}

/**
 * Takes our name out of a text, with the comma or colon after it, and tells whether it was there. A command keeps its slash and loses our name (`/new@us` is `/new`);
 * a command to another bot stays as it is.
 */
export function withoutMention(text: string, entities: readonly Entity[], self: Self): { text: string; mentioned: boolean } {
  const ours = entities.filter((entity) => isOurs(text, entity, self)).sort((a, b) => b.offset - a.offset);
  let rest = text;
  for (const { type, offset, length } of ours) {
    const end = offset + length;
    if (type === "bot_command") rest = rest.slice(0, end - self.username.length - 1) + rest.slice(end);
    else rest = cut(rest, offset, end);
  }
  return { text: rest.trim(), mentioned: ours.length > 0 };
}

function isOurs(text: string, { type, offset, length, user }: Entity, self: Self): boolean {
  const words = text.slice(offset, offset + length).toLowerCase();
  if (type === "text_mention") return user?.id === self.id;
  if (type === "mention") return words === `@${self.username.toLowerCase()}`;
  return type === "bot_command" && words.endsWith(`@${self.username.toLowerCase()}`);
}

/** "hi @us, do it" becomes "hi do it". */
function cut(text: string, from: number, to: number): string {
  const before = text.slice(0, from);
  const after = text.slice(to).replace(/^[,:]/, "");
  return /\s$/.test(before) ? before + after.replace(/^[^\S\n]+/, "") : before + after;
}
