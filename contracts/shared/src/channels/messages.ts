import { z } from "zod";

/** A place to talk, in the ids of the platform, which never change hands (a name may). */
export const conversationSchema = z.object({
  /** A chat, room or mailbox thread. */
  chat: z.string().min(1).max(300),
  /** A topic or thread within it. Two topics of one chat are two conversations. */
  topic: z.string().max(300).optional(),
  /** direct: one person and us. shared: others read along. */
  kind: z.enum(["direct", "shared"]),
  /** For people who look at a list: the name of the room, the subject of the mail. */
  title: z.string().max(300).optional(),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** Somebody on a platform. Trust hangs on `id` alone: names and handles change hands. */
export const chatPersonSchema = z.object({ id: z.string().min(1).max(300), name: z.string().max(300), handle: z.string().max(300).optional() });
export type ChatPerson = z.infer<typeof chatPersonSchema>;

/** A file that came in. Its content is with the platform until somebody asks the provider for it. */
export const inboundFileSchema = z.object({
  /** What the provider needs to fetch it. */
  ref: z.string().max(2_000),
  name: z.string().max(1_000),
  mime: z.string().max(300),
  bytes: z.number().int().nonnegative().optional(),
});
export type InboundFile = z.infer<typeof inboundFileSchema>;

const inboundBase = {
  /** Idempotency key: the same event of the platform has the same key however often it is delivered. Unique within a binding. */
  key: z.string().min(1).max(300),
  conversation: conversationSchema,
  person: chatPersonSchema,
  /** When it was said, in milliseconds since the epoch. */
  at: z.number(),
};

/** What happened on a platform, in the words that all platforms share. */
export const inboundEventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("message"),
    ...inboundBase,
    /** Plain text or Markdown as the person wrote it, without the mention of the bot. Commands begin with `/`. */
    text: z.string().max(200_000),
    files: z.array(inboundFileSchema).max(20).default([]),
    /** Id of the message on the platform. */
    message: z.string().max(300).optional(),
    /** The text of the message that this one answers, shortened. */
    quote: z.string().max(2_000).optional(),
    /** Said to us: in direct, or by mention, by reply to us, or in a thread that we are in. What is not is only read where the binding says so. */
    addressed: z.boolean(),
  }),
  z.object({
    type: z.literal("press"),
    ...inboundBase,
    /** Value of the button, as it was sent out. */
    value: z.string().max(2_000),
    /** Message that holds the button. */
    message: z.string().max(300).optional(),
    /** What `acknowledge` needs. */
    token: z.string().max(2_000),
  }),
]);
export type InboundEvent = z.infer<typeof inboundEventSchema>;
export type InboundMessage = Extract<InboundEvent, { type: "message" }>;
export type InboundPress = Extract<InboundEvent, { type: "press" }>;

export const chatButtonSchema = z.object({
  label: z.string().min(1).max(200),
  /** Comes back in a press. ASCII, at most 64 bytes. */
  value: z.string().min(1).max(64),
  style: z.enum(["plain", "primary", "danger"]).default("plain"),
});
export type ChatButton = z.infer<typeof chatButtonSchema>;

/** What is to be said. Providers turn the Markdown into what their platform shows, and fall back to plain text where the platform refuses it. */
export const outboundContentSchema = z.object({
  /** CommonMark with tables, as models write it. Not longer than the provider's `text.max`. */
  text: z.string(),
  buttons: z.array(chatButtonSchema).max(20).default([]),
  /** A file of the workspace; `text` is its caption. */
  file: z.object({ artifact: z.string(), name: z.string(), mime: z.string(), bytes: z.number() }).optional(),
  /** Message of the platform that this one answers. */
  replyTo: z.string().optional(),
});
export type OutboundContent = z.infer<typeof outboundContentSchema>;

/**
 * What became of something sent. delivered: it is there. deferred: it is not, try again after that time. refused: it is not and never will be. unknown: the
 * platform may or may not have it (a timeout after the request was written).
 */
export const sendOutcomeSchema = z.discriminatedUnion("state", [
  /** `message` is the platform's id, for edits and replies. */
  z.object({ state: z.literal("delivered"), message: z.string() }),
  z.object({ state: z.literal("deferred"), retryAfterMs: z.number().int().nonnegative(), reason: z.string().max(500) }),
  /** `code` is stable: `blocked`, `gone`, `too_long`, `not_allowed`, `unauthorised`, `bad_content`, or the provider's own. */
  z.object({ state: z.literal("refused"), code: z.string().max(100), reason: z.string().max(500) }),
  z.object({ state: z.literal("unknown"), reason: z.string().max(500) }),
]);
export type SendOutcome = z.infer<typeof sendOutcomeSchema>;
