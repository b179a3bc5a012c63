import { z } from "zod";

/**
 * What goes through NOTIFY. A frame is `sender number json`: the sender first, so that a process drops its own frames unread; the number because
 * Postgres drops a repeated payload within one transaction.
 */
const frameSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("messages"), messages: z.array(z.tuple([z.string(), z.unknown()])) }),
  /** A process is there. `reply` asks the others to say so too; `lost` says that earlier messages of it may be missing. */
  z.object({ type: z.literal("hello"), reply: z.boolean(), lost: z.boolean() }),
  z.object({ type: z.literal("bye") }),
]);
export type Frame = z.infer<typeof frameSchema>;

export interface ReceivedFrame {
  sender: string;
  frame: Frame;
}

/** Postgres takes payloads shorter than 8000 bytes. */
const MAX_BYTES = 7_900;
const HEADER_BYTES = 60;

export function encodeFrame(sender: string, number: number, frame: Frame): string {
  return `${sender} ${number} ${JSON.stringify(frame)}`;
}

/** Undefined for a frame of `own`, and for what no bus of this kind has sent. */
export function decodeFrame(payload: string, own: string): ReceivedFrame | undefined {
  const [, sender, json] = /^(\S+) \d+ (\{.*\})$/s.exec(payload) ?? [];
  if (sender === undefined || json === undefined || sender === own) return undefined;
  // Anybody who may connect may notify; noise is not ours to judge.
  const frame = frameSchema.safeParse(parse(json));
  return frame.success ? { sender, frame: frame.data } : undefined;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Not JSON: no frame.
    return undefined;
  }
}

/**
 * Packs messages into as few frames as fit, in order. A message too big for one is sent without its `events`: the receiver reads them from the
 * log. `lost` is true when one was too big even so.
 */
export function packMessages(messages: readonly [topic: string, message: unknown][]): { frames: Frame[]; lost: boolean } {
  const frames: Frame[] = [];
  let lost = false;
  let room = 0;
  let open: [string, unknown][] = [];
  for (const [topic, message] of messages) {
    const fitting = fit(topic, message);
    if (!fitting) {
      lost = true;
      continue;
    }
    if (fitting.bytes > room) {
      open = [];
      frames.push({ type: "messages", messages: open });
      room = MAX_BYTES - HEADER_BYTES;
    }
    open.push(fitting.entry);
    room -= fitting.bytes + 1;
  }
  return { frames, lost };
}

function fit(topic: string, message: unknown): { entry: [string, unknown]; bytes: number } | undefined {
  const whole: [string, unknown] = [topic, message];
  const bytes = Buffer.byteLength(JSON.stringify(whole));
  if (bytes <= MAX_BYTES - HEADER_BYTES) return { entry: whole, bytes };
  if (typeof message !== "object" || message === null || !("events" in message)) return undefined;
  const { events: _events, ...rest } = message;
  const entry: [string, unknown] = [topic, rest];
  const restBytes = Buffer.byteLength(JSON.stringify(entry));
  return restBytes <= MAX_BYTES - HEADER_BYTES ? { entry, bytes: restBytes } : undefined;
}
