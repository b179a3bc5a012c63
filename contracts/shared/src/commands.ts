import { z } from "zod";
import { APPROVAL_ANSWERS, attachmentSchema, modelRefSchema } from "./events.js";
import { ID_PATTERN } from "./ids.js";
import { MAX_PROMPT_CHARS } from "./protocol.js";

/** The id is chosen by the client and is the idempotency key: a repeated id returns the first answer and does nothing. */
const id = z.string().regex(ID_PATTERN, "1 to 64 letters, digits, _ or -");

/** An uploaded file; what else a client says of it than its id is for its own use. */
const attachmentInput = attachmentSchema.extend({
  artifact: id,
  name: z.string().max(1_000).default(""),
  mime: z.string().max(300).default(""),
  bytes: z.number().int().nonnegative().default(0),
});

/** What people and channels ask of a session. */
export const commandSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("prompt"),
    id,
    text: z.string().max(MAX_PROMPT_CHARS),
    attachments: z.array(attachmentInput).max(20).default([]),
    agent: z.string().max(100).optional(),
    model: modelRefSchema.optional(),
    /** `queue` waits for the active run to end; `steer` goes into it at its next step (and queues when nothing runs). */
    delivery: z.enum(["queue", "steer"]).default("queue"),
  }),
  /** Stops the active run. With `run` set, only that one; a queued run is withdrawn. */
  z.object({ kind: z.literal("abort"), id, run: z.string().max(200).optional() }),
  z.object({ kind: z.literal("approval.answer"), id, approval: z.string().max(200), answer: z.enum(APPROVAL_ANSWERS), note: z.string().max(4_000).optional() }),
  z.object({ kind: z.literal("question.answer"), id, question: z.string().max(200), answers: z.array(z.array(z.string().max(4_000)).max(20)).max(20) }),
  z.object({ kind: z.literal("question.reject"), id, question: z.string().max(200) }),
  /** Goes on with an interrupted run. */
  z.object({ kind: z.literal("resume"), id, run: z.string().max(200) }),
  z.object({ kind: z.literal("rename"), id, title: z.string().trim().min(1).max(200) }),
  z.object({ kind: z.literal("pin"), id, pinned: z.boolean() }),
  z.object({ kind: z.literal("archive"), id, archived: z.boolean() }),
  z.object({ kind: z.literal("tag"), id, tags: z.array(z.string().trim().min(1).max(40)).max(20) }),
  z.object({ kind: z.literal("delete"), id }),
]);
export type Command = z.infer<typeof commandSchema>;
export type CommandInput = z.input<typeof commandSchema>;
export type CommandKind = Command["kind"];

/** The first and every later answer to a command id. */
export const commandResultSchema = z.object({
  id: z.string(),
  /** Sequence number of the first event the command wrote. */
  seq: z.number().int(),
  /** The run that a prompt or resume queued, or that it steered. */
  run: z.string().optional(),
});
export type CommandResult = z.infer<typeof commandResultSchema>;
