import { createHash } from "node:crypto";

const SUFFIX = 14;
let last = 0;
let counter = 0;

/**
 * The engine's id for a message of ours. OpenCode orders messages by ids of the form `msg_`, twelve hex digits of time and
 * fourteen other characters; the latter are derived from our id, so that a message is recognised whenever it comes again.
 */
export function engineMessageId(message: string, now: number): string {
  counter = now === last ? counter + 1 : 0;
  last = now;
  const time = ((BigInt(now) * 0x1000n + BigInt(counter)) & 0xffffffffffffn).toString(16).padStart(12, "0");
  return `msg_${time}${messageKey(message)}`;
}

/** What all engine ids of one message of ours have in common. */
export function messageKey(message: string): string {
  return createHash("sha256").update(message).digest("hex").slice(0, SUFFIX);
}

export function keyOfEngineId(id: string): string {
  return id.slice(-SUFFIX);
}
