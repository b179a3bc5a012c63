import { z } from "zod";

/** Who did something: a person, an API token acting for one, or the system itself. */
export const actorSchema = z.object({ kind: z.enum(["person", "token", "channel", "system"]), id: z.string(), name: z.string() });
export type Actor = z.infer<typeof actorSchema>;

export const attachmentSchema = z.object({ artifact: z.string(), name: z.string(), mime: z.string(), bytes: z.number().int().nonnegative() });
export type Attachment = z.infer<typeof attachmentSchema>;

/** A model as `provider/model`, where provider is the id of a model provider of the tenant. */
export const modelRefSchema = z.object({ provider: z.string().max(200), model: z.string().max(200) });
export type ModelRef = z.infer<typeof modelRefSchema>;

export const tokensSchema = z.object({
  input: z.number().default(0),
  output: z.number().default(0),
  reasoning: z.number().default(0),
  cacheRead: z.number().default(0),
  cacheWrite: z.number().default(0),
});
export type Tokens = z.infer<typeof tokensSchema>;

/** An error as it is kept in the log and shown to people: stable code, sentence, whether trying again may help. */
export const failureSchema = z.object({ code: z.string(), message: z.string(), retryable: z.boolean().default(false) });
export type Failure = z.infer<typeof failureSchema>;

export const todoSchema = z.object({ content: z.string(), status: z.string(), priority: z.string().default("medium") });
export type Todo = z.infer<typeof todoSchema>;

export const questionItemSchema = z.object({
  header: z.string(),
  question: z.string(),
  options: z.array(z.object({ label: z.string(), description: z.string().default("") })),
  multiple: z.boolean().default(false),
  /** Whether an answer outside the options may be typed. */
  custom: z.boolean().default(true),
});
export type QuestionItem = z.infer<typeof questionItemSchema>;

export const fileChangeSchema = z.object({
  path: z.string(),
  additions: z.number().int(),
  deletions: z.number().int(),
  status: z.enum(["added", "modified", "deleted"]).default("modified"),
});

export const APPROVAL_ANSWERS = ["once", "session", "always", "reject"] as const;
export type ApprovalAnswer = (typeof APPROVAL_ANSWERS)[number];

const json = z.record(z.string(), z.unknown());

/**
 * Bodies of all event kinds. `run` and `agentPath` live in the envelope: an event with a non-empty agentPath belongs to
 * the sub-agent node of that path and never to the root transcript. Readers keep and ignore kinds they do not know.
 */
export const eventBodies = {
  "session.created": z.object({ title: z.string(), by: actorSchema, agent: z.string().optional(), model: modelRefSchema.optional() }),
  "session.renamed": z.object({ title: z.string(), by: actorSchema }),
  "session.pinned": z.object({ pinned: z.boolean() }),
  "session.archived": z.object({ archived: z.boolean() }),
  "session.tagged": z.object({ tags: z.array(z.string()) }),
  "session.deleted": z.object({ by: actorSchema }),

  /** A prompt was accepted and waits for its turn. The person's message is in it. */
  "run.queued": z.object({
    message: z.string(),
    text: z.string(),
    attachments: z.array(attachmentSchema).default([]),
    by: actorSchema,
    agent: z.string().optional(),
    model: modelRefSchema.optional(),
    command: z.string(),
    /** Set where this run goes on with an interrupted one. */
    resumes: z.string().optional(),
  }),
  /** A prompt was put into the active run instead of the queue. The envelope's run is the steered one. */
  "run.steered": z.object({ message: z.string(), text: z.string(), attachments: z.array(attachmentSchema).default([]), by: actorSchema, command: z.string() }),
  "run.started": z.object({ worker: z.string() }),
  "run.waiting": z.object({ on: z.enum(["approval", "question"]), id: z.string() }),
  /** The run goes on after waiting or after a retry. */
  "run.continued": z.object({}),
  "run.retrying": z.object({ attempt: z.number().int(), message: z.string(), nextAt: z.number().optional() }),
  "run.abort_requested": z.object({ by: actorSchema, command: z.string() }),
  /** A queued run was taken back before it started. */
  "run.withdrawn": z.object({ by: actorSchema }),
  "run.finished": z.object({ durationMs: z.number() }),
  "run.failed": z.object({ error: failureSchema, durationMs: z.number() }),
  "run.aborted": z.object({ by: actorSchema.optional(), durationMs: z.number() }),
  /** The worker died in mid-run. What was committed stays; `resumable` offers the person to go on. */
  "run.interrupted": z.object({ reason: z.string(), resumable: z.boolean(), error: failureSchema.optional() }),

  "message.started": z.object({ message: z.string(), agent: z.string().optional(), model: modelRefSchema.optional() }),
  "message.finished": z.object({ message: z.string(), finish: z.string().optional(), error: failureSchema.optional() }),
  /** Append `text` to the end of the part; spaces are significant. */
  "text.appended": z.object({ message: z.string(), part: z.string(), text: z.string() }),
  /** The part's text from now on is exactly `text` (reconciliation). */
  "text.replaced": z.object({ message: z.string(), part: z.string(), text: z.string() }),
  "reasoning.appended": z.object({ message: z.string(), part: z.string(), text: z.string() }),
  "reasoning.finished": z.object({ message: z.string(), part: z.string(), durationMs: z.number() }),

  "tool.started": z.object({ message: z.string(), call: z.string(), tool: z.string(), title: z.string().optional(), input: json.optional() }),
  /** Replaces the fields it names. `output` is the whole output so far, cut at 64 KiB from the front. */
  "tool.updated": z.object({
    call: z.string(),
    title: z.string().optional(),
    input: json.optional(),
    output: z.string().optional(),
    metadata: json.optional(),
  }),
  "tool.finished": z.object({
    call: z.string(),
    status: z.enum(["completed", "error"]),
    title: z.string().optional(),
    input: json.optional(),
    output: z.string().optional(),
    error: z.string().optional(),
    metadata: json.optional(),
    durationMs: z.number(),
  }),

  "approval.requested": z.object({
    id: z.string(),
    /** The runtime's permission name: bash, edit, webfetch … */
    permission: z.string(),
    /** One plain line: what is about to happen. */
    title: z.string(),
    /** The command, path or address in full. */
    patterns: z.array(z.string()),
    /** Rules that "always" would save, as shown to the person before they choose it. */
    always: z.array(z.string()),
    command: z.string().optional(),
    diff: z.string().optional(),
    path: z.string().optional(),
    destructive: z.boolean().default(false),
    call: z.string().optional(),
  }),
  "approval.answered": z.object({ id: z.string(), answer: z.enum(APPROVAL_ANSWERS), note: z.string().optional(), by: actorSchema }),
  "approval.expired": z.object({ id: z.string(), reason: z.string() }),
  "question.requested": z.object({ id: z.string(), questions: z.array(questionItemSchema), call: z.string().optional() }),
  /** One list of labels or typed texts for each question, in order. */
  "question.answered": z.object({ id: z.string(), answers: z.array(z.array(z.string())), by: actorSchema }),
  "question.rejected": z.object({ id: z.string(), by: actorSchema }),
  "question.expired": z.object({ id: z.string(), reason: z.string() }),

  "todos.replaced": z.object({ todos: z.array(todoSchema) }),
  /** agentPath of the envelope is the path of the new node itself. */
  "subagent.started": z.object({ agent: z.string(), title: z.string(), call: z.string().optional() }),
  "subagent.finished": z.object({ status: z.enum(["finished", "failed", "aborted"]) }),
  "usage.recorded": z.object({
    message: z.string(),
    model: modelRefSchema.optional(),
    tokens: tokensSchema,
    cost: z.number().default(0),
    contextLimit: z.number().optional(),
  }),
  "artifact.created": z.object({ artifact: z.string(), name: z.string(), mime: z.string(), bytes: z.number().int() }),
  "files.changed": z.object({ files: z.array(fileChangeSchema) }),
  "context.compacted": z.object({}),
} as const;

export type EventKind = keyof typeof eventBodies;
export type EventBody<K extends EventKind = EventKind> = z.infer<(typeof eventBodies)[K]>;

/** An event before the log has numbered it. */
export type NewEvent = { [K in EventKind]: { kind: K; body: EventBody<K>; run?: string; agentPath?: string[] } }[EventKind];

export interface EventEnvelope {
  /** 1-based position in the session's log; gap-free. */
  seq: number;
  /** Commit time, milliseconds since the epoch. */
  at: number;
  /** Fencing epoch of the lease under which it was written; 0 for events of commands. */
  epoch: number;
}
/** An event of the log. */
export type SessionEvent = NewEvent & EventEnvelope;

/** What a reader checks of a received event: the envelope strictly, the body only for kinds it knows. */
export const sessionEventSchema = z.object({
  seq: z.number().int().positive(),
  at: z.number(),
  epoch: z.number().int().nonnegative(),
  kind: z.string(),
  run: z.string().optional(),
  agentPath: z.array(z.string()).optional(),
  body: json,
});

/** Builds a well-typed event; throws a ZodError when the body does not fit its kind. */
export function event<K extends EventKind>(kind: K, body: z.input<(typeof eventBodies)[K]>, run?: string, agentPath?: string[]): NewEvent {
  const parsed = eventBodies[kind].parse(body);
  return { kind, body: parsed, ...(run === undefined ? {} : { run }), ...(agentPath?.length ? { agentPath } : {}) } as NewEvent;
}
