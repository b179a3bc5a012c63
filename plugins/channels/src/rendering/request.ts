import type { ChatButton, OutboundContent } from "@open-cowork/shared";
import { split } from "../splitting/split.js";
import { shortened } from "../texts/escape.js";
import { messageOf, type Place, type Showing, type Wanted } from "./wanted.js";

/** Room for what is said when a request is over, so that its message keeps its shape. */
const ENDING_ROOM = 500;
/** Details of more parts are a file, where files are possible. */
const MOST_PARTS = 5;

/** A request for a decision, as text and buttons. */
export interface Request {
  /** What is asked, in a few lines. */
  head: string;
  /** What it is about, in full; Markdown. */
  details: string;
  /** Undefined once it is over. */
  open?: { tail: string; buttons: ChatButton[]; version: number };
  /** How it ended, and a line that says so where the request itself cannot be changed. */
  over?: { tail: string; line: string; at: number };
  /** Longest tail that it has while it is open. */
  tailRoom: number;
  /** The details as a file, for when they are too long. */
  file?: NonNullable<OutboundContent["file"]>;
}

/** Messages of a request. Whatever its state, they have the same keys; only the last of them changes when it is decided. */
export function requestMessages(request: Request, place: Place, showing: Showing): Wanted[] {
  const { limit, texts, capabilities, cursor } = showing;
  const { head, details, open, over, file } = request;
  if (over !== undefined && capabilities.edits === undefined && place.seq <= cursor)
    // A message of now, not of then.
    return [messageOf(showing, { ...place, ordinal: Math.max(place.ordinal, over.at * 1_000) }, { text: shortened(over.line, limit) }, { name: "over" })];

  const ending = { buttons: open?.buttons ?? [] };
  const tail = open?.tail ?? over?.tail ?? "";
  const version = open?.version ?? 0;
  const whole = paragraphs(head, details);
  if (whole.length + Math.max(request.tailRoom, Math.min(ENDING_ROOM, limit / 3)) + 2 <= limit)
    return [messageOf(showing, place, { text: shortened(paragraphs(whole, tail), limit), ...ending }, { version })];

  const parts = split(whole, limit).filter(({ text }) => text.trim() !== "");
  const asFile = parts.length > MOST_PARTS && file !== undefined && file.bytes <= capabilities.files.out;
  const before = asFile
    ? [messageOf(showing, place, { text: shortened(paragraphs(head, texts.attached(file.name)), limit), file })]
    : parts.map(({ text }, part) => messageOf(showing, place, { text }, { part }));
  const last = paragraphs(shortened(head, Math.max(40, limit - Math.max(tail.length, 1) - 2)), tail);
  return [...before, messageOf(showing, place, { text: shortened(last, limit), ...ending }, { part: before.length, name: "ask", version })];
}

export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}
