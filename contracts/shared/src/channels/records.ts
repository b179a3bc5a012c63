import { z } from "zod";
import { ROLES } from "../http.js";
import { ID_PATTERN } from "../ids.js";
import { chatPersonSchema, conversationSchema, inboundEventSchema, outboundContentSchema } from "./messages.js";

const id = z.string().regex(ID_PATTERN);
/** Provider kinds are open strings: third parties bring their own. */
export const providerKindSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "lower-case letters, digits and -");
export const providerInstanceSchema = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, "lower-case letters, digits, _ and -");

/** What people of a chat may be in the workspace. */
export const personRoleSchema = z.enum(ROLES).exclude(["gateway"]);
export type PersonRole = z.infer<typeof personRoleSchema>;

export const bindingPolicySchema = z.object({
  /** What a stranger hears: nothing, or once in a while how to be let in. */
  strangers: z.enum(["silent", "hint"]).default("silent"),
  /** People who are let in without pairing, by the platform's immutable id. */
  allow: z
    .array(z.object({ person: z.string().min(1).max(300), name: z.string().max(300).default(""), role: personRoleSchema.default("member") }))
    .max(1_000)
    .default([]),
  /** In shared conversations: only what is addressed to us, or everything that known people say. */
  rooms: z.enum(["addressed", "all", "none"]).default("addressed"),
  agent: z.string().max(100).optional(),
});
export type BindingPolicy = z.infer<typeof bindingPolicySchema>;

/** A provider instance of some gateway, tied to a workspace. */
export const bindingSchema = z.object({
  id,
  provider: providerKindSchema,
  instance: providerInstanceSchema,
  /** As the platform shows our account there. */
  name: z.string().max(300),
  handle: z.string().max(300).optional(),
  /** Address that opens a chat and hands over a pairing code, with `{code}` in it. */
  pairingLink: z.string().max(1_000).optional(),
  enabled: z.boolean(),
  policy: bindingPolicySchema,
  createdAt: z.number(),
  /** Last word of a gateway that serves it. */
  seenAt: z.number().optional(),
});
export type Binding = z.infer<typeof bindingSchema>;

/** Somebody who was let in. */
export const channelIdentitySchema = z.object({
  id,
  binding: id,
  person: chatPersonSchema,
  role: personRoleSchema,
  blocked: z.boolean(),
  createdAt: z.number(),
  seenAt: z.number().optional(),
});
export type ChannelIdentity = z.infer<typeof channelIdentitySchema>;

/** An invitation: a code that lets one person in, once. Only its hash is kept. */
export const pairingSchema = z.object({
  id,
  binding: id,
  role: personRoleSchema,
  note: z.string().max(200),
  createdAt: z.number(),
  expiresAt: z.number(),
  usedAt: z.number().optional(),
  /** Identity that came of it. */
  usedBy: z.string().optional(),
});
export type Pairing = z.infer<typeof pairingSchema>;

/** A conversation and the session that speaks in it now. */
export const channelThreadSchema = z.object({
  id,
  binding: id,
  conversation: conversationSchema,
  session: z.string().optional(),
  /** Everything of the session up to this sequence number has been put into the outbox. */
  cursor: z.number().int(),
  createdAt: z.number(),
});
export type ChannelThread = z.infer<typeof channelThreadSchema>;

export const inboundRecordSchema = z.object({ id, binding: id, event: inboundEventSchema, receivedAt: z.number() });
/** An event that was claimed and is not dealt with yet. Its id is stable: commands made of it use it as their idempotency key. */
export type InboundRecord = z.infer<typeof inboundRecordSchema>;

/** pending: to be sent (again). sending: somebody is at it; after a crash nobody knows whether it arrived. sent, refused: done. dead: given up, an operator may retry. */
export const DELIVERY_STATES = ["pending", "sending", "sent", "refused", "dead"] as const;
export const deliverySchema = z.object({
  id,
  binding: id,
  thread: id,
  /** What it is, within its thread: putting the same key again changes the content and never adds a message. */
  key: z.string().min(1).max(200),
  /** Order within the thread. */
  ordinal: z.number().int(),
  content: outboundContentSchema,
  /** Grows with each change of content. */
  revision: z.number().int(),
  /** Revision that the platform shows. */
  sentRevision: z.number().int().optional(),
  /** The platform's id of the message, once there is one. */
  message: z.string().optional(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.number().int(),
  /** Not before this time. */
  nextAt: z.number(),
  /** It may be there twice: an attempt ended without an answer, and it was sent again. */
  doubtful: z.boolean(),
  /** Why the last attempt failed. */
  error: z.string().optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type Delivery = z.infer<typeof deliverySchema>;

export const deliveryInputSchema = deliverySchema.pick({ key: true, ordinal: true, content: true, revision: true });
export type DeliveryInput = z.infer<typeof deliveryInputSchema>;

/** A button's or code's meaning, kept by the server so that the button itself is short. */
export const interactionSchema = z.object({
  /** 8 characters of the Crockford alphabet: fits every button and can be typed. */
  id: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{8}$/),
  binding: id,
  thread: id,
  session: z.string(),
  kind: z.enum(["approval", "question"]),
  /** Id of the approval or question. */
  request: z.string(),
  createdAt: z.number(),
  expiresAt: z.number(),
});
export type Interaction = z.infer<typeof interactionSchema>;

/** Somebody was turned away: counted by person and reason, so that a crowd of strangers fills no table. */
export const refusalSchema = z.object({
  binding: id,
  reason: z.enum(["stranger", "blocked", "role", "pairing", "signature", "replay"]),
  person: chatPersonSchema.partial({ name: true }),
  count: z.number().int(),
  firstAt: z.number(),
  lastAt: z.number(),
});
export type Refusal = z.infer<typeof refusalSchema>;
