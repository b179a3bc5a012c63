import { z } from "zod";
import { commandSchema } from "../commands.js";
import { actorSchema } from "../events.js";
import { sessionCreateBody } from "../http.js";
import { ID_PATTERN } from "../ids.js";
import { chatPersonSchema, conversationSchema, inboundEventSchema, sendOutcomeSchema } from "./messages.js";
import {
  bindingPolicySchema,
  bindingSchema,
  channelIdentitySchema,
  DELIVERY_STATES,
  deliveryInputSchema,
  deliverySchema,
  interactionSchema,
  pairingSchema,
  personRoleSchema,
  providerInstanceSchema,
  providerKindSchema,
  refusalSchema,
} from "./records.js";

/**
 * Bodies and queries of /channels/*, by which a Cloud Channel Gateway keeps everything at Cloud. What belongs to a binding is under /channels/bindings/:id;
 * what people of chats do is under /channels/sessions and /channels/artifacts, where the identity they act as names the binding.
 */

const id = z.string().regex(ID_PATTERN, "not an id");
/** `<node>.<boot>` of the process that serves. */
const holder = z.string().min(1).max(300);
const ttlMs = z.number().int().min(1).max(600_000);
const nothingElse = "at least one field";

/** Things in one request at most: claims and deliveries of a busy moment, not a backlog. */
export const CHANNEL_BATCH = 100;

// ---------------------------------------------------------------- bindings

/** GET /channels/home: where a gateway works, as its token sees it. */
export const channelHomeSchema = z.object({
  tenant: z.string(),
  /** The gateway itself. */
  actor: actorSchema,
  /** Id of its token. */
  credential: z.string(),
  product: z.string(),
  version: z.string(),
  /** Address of a thread in the web UI, with `{session}` in it; absent where people have none to open. */
  threadUrl: z.string().optional(),
  limits: z.object({ attachmentBytes: z.number() }),
});
export type ChannelHomeInfo = z.infer<typeof channelHomeSchema>;

/** POST /channels/bindings/connect */
export const channelConnectBody = z.object({ provider: providerKindSchema, instance: providerInstanceSchema, holder, ttlMs });
export const bindingLeaseSchema = z.object({ binding: bindingSchema, epoch: z.number().int() });

/** POST /channels/bindings/:id/renew */
export const channelRenewBody = z.object({
  holder,
  ttlMs,
  profile: z.object({ name: z.string().max(300), handle: z.string().max(300).optional(), pairingLink: z.string().max(1_000).optional() }).optional(),
});
/** POST /channels/bindings/:id/release */
export const channelReleaseBody = z.object({ holder });

/** PATCH /channels/bindings/:id. A policy replaces the whole policy. */
export const bindingPatchBody = z
  .object({ enabled: z.boolean(), policy: bindingPolicySchema })
  .partial()
  .refine((change) => Object.keys(change).length > 0, nothingElse);

// ---------------------------------------------------------------- people

/** POST /channels/bindings/:id/identities */
export const channelIdentifyBody = z.object({ person: chatPersonSchema });
/** `identity` is absent for strangers. */
export const channelIdentifiedSchema = z.object({ identity: channelIdentitySchema.optional() });

/** PATCH /channels/identities/:id */
export const channelIdentityPatchBody = z
  .object({ role: personRoleSchema, blocked: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, nothingElse);

/** POST /channels/bindings/:id/pairings */
export const pairingCreateBody = z.object({
  role: personRoleSchema.default("member"),
  note: z.string().trim().max(200).default(""),
  /** Life of the code; the server's default when absent. */
  ttlMs: z
    .number()
    .int()
    .min(1_000)
    .max(30 * 24 * 3_600_000)
    .optional(),
});
/** `code` is in this answer and nowhere else. */
export const pairingCreatedSchema = z.object({ pairing: pairingSchema, code: z.string() });
/** Longest text that is looked at as a code. */
export const MAX_PAIRING_CODE_CHARS = 1_000;
/** POST /channels/bindings/:id/pairings/redeem: as the person typed it. */
export const pairingRedeemBody = z.object({ person: chatPersonSchema, code: z.string().max(MAX_PAIRING_CODE_CHARS) });

/** POST /channels/bindings/:id/refusals */
export const channelRefusalBody = refusalSchema.pick({ reason: true, person: true });

// ---------------------------------------------------------------- threads

/** POST /channels/bindings/:id/threads */
export const channelThreadBody = z.object({ conversation: conversationSchema });
/** POST /channels/bindings/:id/threads/:thread/bind */
export const channelThreadBindBody = z.object({ session: id, cursor: z.number().int().nonnegative() });

/**
 * Messages of the stream GET /channels/bindings/:id/events. `event:` is the type. changed: that session has events up to `head`; several changes of a
 * thread may come as one. gap: changes may have been missed. There is no cursor: who was away looks at the threads that are behind.
 */
export type ChannelStreamMessage = { type: "changed"; thread: string; session: string; head: number } | { type: "gap" };

// ---------------------------------------------------------------- what comes in

/** POST /channels/bindings/:id/inbound */
export const inboundClaimBody = z.object({ events: z.array(inboundEventSchema).min(1).max(CHANNEL_BATCH) });
/** One for each event, in order. */
export const inboundClaimedSchema = z.object({ outcomes: z.array(z.enum(["claimed", "known"])) });
/** GET /channels/bindings/:id/inbound: oldest first, after that record. */
export const inboundPendingQuery = z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(100), after: id.optional() });
/** POST /channels/bindings/:id/inbound/:record/complete */
export const inboundCompleteBody = z.object({ outcome: z.string().min(1).max(200) });

// ---------------------------------------------------------------- what goes out

/** PUT /channels/bindings/:id/threads/:thread/deliveries. No deliveries, but a cursor: only the cursor moves. */
export const deliveriesPutBody = z.object({ deliveries: z.array(deliveryInputSchema).max(CHANNEL_BATCH), cursor: z.number().int().nonnegative().optional() });
/** POST /channels/bindings/:id/deliveries/:delivery/begin */
export const deliveryBeginBody = z.object({ epoch: z.number().int() });
/** `delivery` is absent where there is nothing to send any more. */
export const deliveryBegunSchema = z.object({ delivery: deliverySchema.optional() });
/** POST /channels/bindings/:id/deliveries/:delivery/settle */
export const deliverySettleBody = z.object({
  revision: z.number().int(),
  outcome: z.discriminatedUnion("state", [...sendOutcomeSchema.options, z.object({ state: z.literal("dead"), reason: z.string().max(500) })]),
});
/** GET /channels/deliveries */
export const deliveryListQuery = z.object({
  binding: id.optional(),
  state: z.enum(DELIVERY_STATES).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});

/** POST /channels/bindings/:id/interactions */
export const interactionOfferBody = interactionSchema.pick({ thread: true, session: true, kind: true, request: true }).extend({
  session: id,
  request: z.string().min(1).max(200),
  ttlMs: z
    .number()
    .int()
    .min(1)
    .max(7 * 24 * 3_600_000),
});

// ---------------------------------------------------------------- what people of chats do

/** POST /channels/sessions: as that identity. */
export const channelSessionBody = sessionCreateBody.extend({ identity: id });
/** POST /channels/sessions/:id/commands: as that identity, with the role it was given. */
export const channelCommandBody = z.object({ identity: id, command: commandSchema });
/** Reading a session: for that identity, or without one for the gateway itself, which carries the conversation. */
export const channelReaderQuery = { identity: id.optional() };
/**
 * POST /channels/artifacts: as that identity. With a session the file belongs to it; without one to the session whose prompt first names it. Without an identity
 * for the gateway itself, which puts into a file what is too long for a chat; the session is needed then.
 */
export const channelUploadQuery = z
  .object({ identity: id.optional(), name: z.string().trim().min(1).max(255), session: id.optional() })
  .refine(({ identity, session }) => identity !== undefined || session !== undefined, { message: "names the identity or the session", path: ["identity"] });
