import { chatPersonSchema, conversationSchema, type InboundEvent } from "@open-cowork/shared";
import { z } from "zod";

const MAX_FILES = 20;
/** A reference to a file is kept for good, and is at most this long. */
const MAX_ADDRESS = 2_000;

const fileBase = { name: z.string().max(1_000), mime: z.string().max(300).default("application/octet-stream") };
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, "is not base64");
const fileSchema = z.union([
  z.object({ ...fileBase, url: z.url({ protocol: /^https?$/ }).max(MAX_ADDRESS), bytes: z.number().int().nonnegative().optional() }),
  z.object({ ...fileBase, content: base64 }),
]);

const base = {
  conversation: conversationSchema.extend({ kind: conversationSchema.shape.kind.default("direct") }),
  person: chatPersonSchema,
};

/** What the other side tells us. */
export const peerRequestSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("message"),
    ...base,
    text: z.string().max(200_000).default(""),
    files: z.array(fileSchema).max(MAX_FILES).default([]),
    /** Id of the message over there, for `replyTo`. */
    message: z.string().max(300).optional(),
    quote: z.string().max(2_000).optional(),
    /** Default: what is said in a direct conversation is said to us, other things are not. */
    addressed: z.boolean().optional(),
  }),
  z.object({ type: z.literal("press"), ...base, value: z.string().min(1).max(2_000), message: z.string().max(300).optional() }),
]);
export type PeerRequest = z.infer<typeof peerRequestSchema>;
export type PeerRequestFile = z.infer<typeof fileSchema>;

/** The request as an event. Its key is the webhook-id, which is the same however often the request is sent. */
export function eventOf(request: PeerRequest, key: string, at: number, refOf: (file: PeerRequestFile, index: number) => string): InboundEvent {
  const { conversation, person } = request;
  if (request.type === "press") return { type: "press", key, conversation, person, at, value: request.value, message: request.message, token: key };
  const files = request.files.map((file, index) => ({ ref: refOf(file, index), name: file.name, mime: file.mime, bytes: bytesOf(file) }));
  const { text, message, quote, addressed = conversation.kind === "direct" } = request;
  return { type: "message", key, conversation, person, at, text, files, message, quote, addressed };
}

export function bytesOf(file: PeerRequestFile): number | undefined {
  return "url" in file ? file.bytes : Buffer.byteLength(file.content, "base64");
}
