import type { OutboundContent } from "@open-cowork/shared";

/** A message as it should stand in a conversation. Its key is the same however often it is worked out. */
export interface Wanted {
  key: string;
  ordinal: number;
  /** Grows with each change of the content. */
  revision: number;
  content: OutboundContent;
  /** The content still grows: it may be shown as it comes and is kept when it is done. */
  growing: boolean;
}

/** Parts of one message come one after the other; what happened later comes later. */
const PARTS = 100;

export function ordinalOf(at: number, part = 0): number {
  return Math.round(at) * PARTS + Math.min(part, PARTS - 1);
}

/** @param version Of the content at one and the same state of the log, below 100: codes that were renewed. */
export function revisionOf(rev: number, version = 0): number {
  return rev * 100 + Math.min(version, 99);
}
