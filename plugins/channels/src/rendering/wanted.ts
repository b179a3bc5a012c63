import type { ChatCapabilities } from "@open-cowork/core/transport";
import type { OutboundContent, SessionView } from "@open-cowork/shared";
import type { Texts } from "../texts/english.js";

/** A message as it should stand in a conversation. */
export interface Wanted {
  /** The same however often, and by whichever process, it is worked out. */
  key: string;
  /** Sequence number of the event that opened what it shows. */
  seq: number;
  ordinal: number;
  /** Grows with each change of the content. */
  revision: number;
  content: OutboundContent;
  /** The content still grows: it may be shown as it comes, and what is kept is its end. */
  growing: boolean;
}

/** What messages are worked out from. */
export interface Showing {
  session: string;
  view: SessionView;
  /** Everything of the session up to this sequence number has been put. */
  cursor: number;
  capabilities: ChatCapabilities;
  /** Longest text of a message. */
  limit: number;
  texts: Texts;
  /** Short id of an open request, and how often it was renewed; undefined where it is not known yet. */
  code(request: string): { id: string; version: number } | undefined;
  now: number;
  /** Address of the thread in the web UI. */
  url: string | undefined;
}

/** Where a block stands. */
export interface Place {
  seq: number;
  rev: number;
  ordinal: number;
}

/** Messages of one moment: as many blocks, with as many parts each. */
const BLOCKS = 32;
const PARTS = 31;

/** What happened later comes later; of what happened in the same millisecond, what stands later in the log. */
export function ordinalOf(at: number, block = 0, part = 0): number {
  return Math.round(at) * 1_000 + Math.min(block, BLOCKS - 1) * PARTS + Math.min(part, PARTS - 1);
}

const VERSIONS = 100;

/** @param version Of the content at one and the same state of the log: codes that were renewed. */
function revisionOf(rev: number, version = 0): number {
  return rev * VERSIONS + Math.min(version, VERSIONS - 1);
}

/** A message of a block. The sequence number that opened the block names it: unlike its id it has a bounded length. */
export function messageOf(
  { session }: Pick<Showing, "session">,
  { seq, rev, ordinal }: Place,
  content: Partial<OutboundContent> & { text: string },
  { part = 0, name = String(part), version = 0, growing = false }: { part?: number; name?: string; version?: number; growing?: boolean } = {},
): Wanted {
  const key = `${session}:${seq}:${name}`;
  return { key, seq, ordinal: ordinal + Math.min(part, PARTS - 1), revision: revisionOf(rev, version), content: { buttons: [], ...content }, growing };
}

/** What a message says, to compare it with what another says: stores may give the same fields in another order. */
export function sayingOf({ text, buttons, file, replyTo }: OutboundContent): string {
  const pressed = buttons.map(({ label, value, style }) => [label, value, style]);
  return JSON.stringify([text, pressed, file === undefined ? [] : [file.artifact, file.name, file.mime, file.bytes], replyTo ?? ""]);
}
