import type { Block } from "@open-cowork/shared";
import { split } from "../splitting/split.js";
import { joined, saidFile } from "./block-file.js";
import { messageOf, type Place, type Showing, type Wanted } from "./wanted.js";

/** An answer of more parts or more characters is a file. */
const MOST_PARTS = 5;
const MOST_CHARS = 20_000;
const LEAD_CHARS = 600;

export type Text = Extract<Block, { type: "text" }>;
const encoder = new TextEncoder();

/**
 * What the agent said: one text as it grows, or several that are told together.
 *
 * One that turns out too long for a chat becomes a file with a few words before it. Where its beginning stands in the chat already, because it was shown as it grew,
 * that stays and the file comes after it. The cursor tells which: it moves with everything that is put.
 */
export function saidMessages(blocks: readonly Text[], place: Place, growing: boolean, showing: Showing): Wanted[] {
  const { capabilities, limit, texts, session, cursor } = showing;
  const text = joined(blocks.map((block) => block.text));
  const parts = split(text, limit).filter((part) => part.text.trim() !== "");
  const isLong = parts.length > MOST_PARTS || (text.length > MOST_CHARS && parts.length > 1);
  const all = (texts: readonly string[]) =>
    texts.map((part, i) => messageOf(showing, place, { text: part }, { part: i, growing: growing && i === parts.length - 1 }));
  const bytes = isLong ? encoder.encode(text).byteLength : 0;
  if (!isLong || bytes > capabilities.files.out) return all(parts.map((part) => part.text));

  let at = 0;
  const begun = parts.filter(({ source }, i) => {
    const isShown = i < MOST_PARTS && at < MOST_CHARS;
    at += source.length;
    return isShown;
  });
  if (growing) return all(begun.map((part) => part.text));
  const artifact = saidFile(
    session,
    blocks.map(({ seq }) => seq),
  );
  const file = messageOf(
    showing,
    place,
    { text: texts.longAnswer, file: { artifact, name: "answer.md", mime: "text/markdown", bytes } },
    { part: MOST_PARTS, name: "file" },
  );
  if (place.seq <= cursor) return [...all(begun.map((part) => part.text)), file];
  return [messageOf(showing, place, { text: lead(parts[0]!.text, limit) }), file];
}

/** The first words of it, cut where a paragraph ends if that is near. */
function lead(text: string, limit: number): string {
  return `${split(text, Math.min(LEAD_CHARS, limit - 2))[0]!.text}\n…`;
}
