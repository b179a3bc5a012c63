import type { ChatPerson } from "@open-cowork/shared";

/** Who is there at first. Ann has a handle, Bob has none, and the stranger has the name of Ann. */
export const PEOPLE = {
  ann: { id: "1001", name: "Ann Ek", handle: "ann_ekk" },
  bob: { id: "1002", name: "Bob" },
  stranger: { id: "6666", name: "Ann Ek", handle: "ann_ekk" },
} as const satisfies Record<string, ChatPerson>;

/** https://core.telegram.org/bots/api#user */
export function userOf(person: ChatPerson): Record<string, unknown> {
  const [first = "", ...last] = person.name.split(" ");
  return {
    id: Number(person.id),
    is_bot: false,
    first_name: first,
    ...(last.length > 0 ? { last_name: last.join(" ") } : {}),
    ...(person.handle ? { username: person.handle } : {}),
    language_code: "en",
  };
}

/** Entities that Telegram finds in what people type: mentions and commands. Offsets in UTF-16 code units. https://core.telegram.org/bots/api#messageentity */
export function entitiesOf(text: string): { type: string; offset: number; length: number }[] {
  const found: { type: string; offset: number; length: number }[] = [];
  for (const match of text.matchAll(/(?<!\w)@\w{4,32}/g)) found.push({ type: "mention", offset: match.index, length: match[0].length });
  for (const match of text.matchAll(/(?<=^|\s)\/\w{1,32}(?:@\w{4,32})?/g)) found.push({ type: "bot_command", offset: match.index, length: match[0].length });
  // A command holds its mention.
  return found
    .filter((entity) => !found.some((other) => other !== entity && other.offset < entity.offset && entity.offset < other.offset + other.length))
    .sort((a, b) => a.offset - b.offset);
}
