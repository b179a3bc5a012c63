import { z } from "zod";
import { actorSchema, eventBodies, fileChangeSchema, modelRefSchema } from "./events.js";

/** A page: `next` is the cursor for the following page, absent on the last one. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().optional() });

export const sessionStatusSchema = z.enum(["idle", "queued", "running", "waiting", "failed", "interrupted"]);

/** A line of the thread list. */
export const sessionSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  status: sessionStatusSchema,
  pinned: z.boolean(),
  archived: z.boolean(),
  /** True in a workspace feed when the thread is gone; never in a list. */
  deleted: z.boolean(),
  tags: z.array(z.string()),
  /** The run that executes or waits now. */
  activeRun: z.string().nullable(),
  /** Open approvals and questions. */
  attention: z.number().int(),
  headSeq: z.number().int(),
  createdAt: z.number(),
  /** Last prompt or end of a run. */
  activeAt: z.number(),
});
export type SessionSummary = z.infer<typeof sessionSummarySchema>;

/** GET /sessions. `q` matches titles; full text is GET /search. */
export const sessionListQuery = z.object({
  q: z.string().max(200).optional(),
  archived: z.enum(["true", "false"]).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});

/** POST /sessions. */
export const sessionCreateBody = z.object({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .optional(),
  title: z.string().trim().max(200).default(""),
  agent: z.string().max(100).optional(),
  model: modelRefSchema.optional(),
});

/** PATCH /sessions/:id; each field is one command. */
export const sessionPatchBody = z
  .object({ title: z.string().trim().min(1).max(200), pinned: z.boolean(), archived: z.boolean(), tags: z.array(z.string().trim().min(1).max(40)).max(20) })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, "at least one of title, pinned, archived and tags");

/**
 * GET /sessions/:id/view: the newest snapshot and the events after it. Fold `events` onto `view`.
 * Readers then open the event stream with after = the last seq.
 */
export const sessionViewSchema = z.object({ session: sessionSummarySchema, view: z.unknown(), events: z.array(z.unknown()) });

/** An open request for a decision, across threads. */
export const attentionSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("approval"),
    session: z.string(),
    sessionTitle: z.string(),
    run: z.string().optional(),
    at: z.number(),
    request: eventBodies["approval.requested"],
  }),
  z.object({
    kind: z.literal("question"),
    session: z.string(),
    sessionTitle: z.string(),
    run: z.string().optional(),
    at: z.number(),
    request: eventBodies["question.requested"],
  }),
]);
export type Attention = z.infer<typeof attentionSchema>;

/**
 * Messages of the workspace stream GET /events (SSE). `event:` is the type, `id:` a resume cursor.
 * `reset` says: read lists again. A session message is the whole summary; applying it twice changes nothing.
 */
export type WorkspaceMessage =
  /** Sent once a stream has caught up: everything before it is told, and its `id:` is the cursor to resume from. */
  { type: "ready" } | { type: "session"; session: SessionSummary } | { type: "attention"; session: string } | { type: "settings" } | { type: "reset" };

export const searchHitSchema = z.object({ session: z.string(), title: z.string(), seq: z.number().int(), at: z.number(), snippet: z.string() });
export type SearchHit = z.infer<typeof searchHitSchema>;

export const MODEL_PROVIDER_KINDS = ["demo", "openai-compatible", "anthropic", "openai", "openrouter"] as const;
export const modelProviderKindSchema = z.enum(MODEL_PROVIDER_KINDS);
export type ModelProviderKind = z.infer<typeof modelProviderKindSchema>;

export const modelInfoSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Tokens; absent when unknown. */
  context: z.number().int().optional(),
  output: z.number().int().optional(),
  attachments: z.boolean().default(false),
  reasoning: z.boolean().default(false),
  tools: z.boolean().default(true),
});
export type ModelInfo = z.infer<typeof modelInfoSchema>;

/** A configured model provider as people see it; the key is never shown again. */
export const modelProviderSchema = z.object({
  id: z.string(),
  kind: modelProviderKindSchema,
  name: z.string(),
  baseUrl: z.string().optional(),
  hasKey: z.boolean(),
  models: z.array(modelInfoSchema),
  createdAt: z.number(),
});
export type ModelProvider = z.infer<typeof modelProviderSchema>;

/** What a person fills in at /setup: tested (POST /model-providers/test), then saved (POST /model-providers) with the same body. */
export const modelProviderInput = z.object({
  kind: modelProviderKindSchema,
  name: z.string().trim().max(80).optional(),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .regex(/^\w+:\/\/[^/@?#]*(?:\/[^?#]*)?$/, "an address without user, password, query or fragment; a key goes into its own field")
    .optional(),
  /** It travels in a header. */
  key: z
    .string()
    .trim()
    .max(1_000)
    .regex(/^[\x21-\x7e]*$/, "printable ASCII without spaces")
    .optional(),
  /** The model to test with; the first one that the provider lists when absent. */
  model: z.string().max(200).optional(),
});
export type ModelProviderInput = z.infer<typeof modelProviderInput>;

export const modelTestSchema = z.object({
  ok: z.literal(true),
  model: z.string(),
  text: z.string(),
  firstTokenMs: z.number(),
  models: z.array(modelInfoSchema),
});
export type ModelTest = z.infer<typeof modelTestSchema>;

export const agentInfoSchema = z.object({ id: z.string(), name: z.string(), description: z.string().default(""), primary: z.boolean() });
/** GET /catalog. */
export const catalogSchema = z.object({
  agents: z.array(agentInfoSchema),
  models: z.array(z.object({ provider: z.string(), providerName: z.string(), model: modelInfoSchema })),
  defaultModel: modelRefSchema.optional(),
  defaultAgent: z.string().optional(),
});
export type Catalog = z.infer<typeof catalogSchema>;

/** `gateway` is no person: the role of a token with which a Cloud Channel Gateway serves the bindings granted to it. */
export const ROLES = ["owner", "admin", "member", "approver", "viewer", "gateway"] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** GET /auth/me. */
export const meSchema = z.object({ actor: actorSchema, tenant: z.string(), role: roleSchema, permissions: z.array(z.string()) });
export type Me = z.infer<typeof meSchema>;

/** GET /workspace: who hosts this UI and what it can do; a capability that is missing is not shown. */
export const workspaceSchema = z.object({
  id: z.string(),
  name: z.string(),
  product: z.string(),
  version: z.string(),
  capabilities: z.array(z.string()),
  /** False until a model provider is set up: the UI opens /setup. */
  ready: z.boolean(),
  /** ES modules of plugins that add panels or tool renderers, same origin. */
  panels: z.array(z.object({ slot: z.string(), module: z.string() })).default([]),
  limits: z.object({ attachmentBytes: z.number(), promptChars: z.number() }),
});
export type WorkspaceInfo = z.infer<typeof workspaceSchema>;

export const artifactSchema = z.object({
  id: z.string(),
  session: z.string().optional(),
  name: z.string(),
  mime: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  createdAt: z.number(),
});
export type Artifact = z.infer<typeof artifactSchema>;

/** A file that a thread changed: all its changes together. */
export const changedFileSchema = fileChangeSchema.extend({
  /** How often it was changed. */
  changes: z.number().int(),
  changedAt: z.number(),
});
export type ChangedFile = z.infer<typeof changedFileSchema>;

/** A change as unified diff, as the tool that made it told it. */
export const filePatchSchema = z.object({
  /** Block of the tool call in the view. */
  call: z.string(),
  tool: z.string(),
  run: z.string().optional(),
  at: z.number(),
  patch: z.string(),
});
export type FilePatch = z.infer<typeof filePatchSchema>;

export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: roleSchema,
  createdAt: z.number(),
  expiresAt: z.number().optional(),
  lastUsedAt: z.number().optional(),
  revokedAt: z.number().optional(),
});
export type ApiToken = z.infer<typeof tokenSchema>;
export const tokenCreateBody = z.object({
  name: z.string().trim().min(1).max(80),
  role: roleSchema.default("member"),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});

export const loginSessionSchema = z.object({ id: z.string(), current: z.boolean(), createdAt: z.number(), lastSeenAt: z.number(), userAgent: z.string() });
export type LoginSession = z.infer<typeof loginSessionSchema>;
