import { z } from "zod";

/** What the mapping reads of OpenCode's events. Everything else in them is let through unread. */

export const engineErrorSchema = z.object({
  name: z.string(),
  data: z
    .object({
      message: z.string().optional(),
      statusCode: z.number().optional(),
      isRetryable: z.boolean().optional(),
      responseBody: z.string().optional(),
      responseHeaders: z.record(z.string(), z.string()).optional(),
    })
    .default({}),
});
export type EngineFailure = z.infer<typeof engineErrorSchema>;

export const sessionInfoSchema = z.object({
  id: z.string(),
  parentID: z.string().optional(),
  title: z.string().default(""),
  agent: z.string().optional(),
});

const tokensSchema = z.object({
  input: z.number().default(0),
  output: z.number().default(0),
  reasoning: z.number().default(0),
  cache: z.object({ read: z.number().default(0), write: z.number().default(0) }).prefault({}),
});

export const messageInfoSchema = z.discriminatedUnion("role", [
  z.object({ role: z.literal("user"), id: z.string(), sessionID: z.string() }),
  z.object({
    role: z.literal("assistant"),
    id: z.string(),
    sessionID: z.string(),
    parentID: z.string().optional(),
    agent: z.string().optional(),
    providerID: z.string(),
    modelID: z.string(),
    /** A summary that replaces older context; people do not see it as an answer. */
    summary: z.boolean().default(false),
    cost: z.number().default(0),
    tokens: tokensSchema.prefault({}),
    finish: z.string().optional(),
    error: engineErrorSchema.optional(),
    time: z.object({ created: z.number(), completed: z.number().optional() }),
  }),
]);
export type MessageInfo = z.infer<typeof messageInfoSchema>;
export type AssistantInfo = Extract<MessageInfo, { role: "assistant" }>;

const json = z.record(z.string(), z.unknown());
const partBase = { id: z.string(), messageID: z.string(), sessionID: z.string() };
const span = z.object({ start: z.number().default(0), end: z.number().optional() });

const toolStateSchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("pending"), input: json.default({}) }),
  z.object({ status: z.literal("running"), input: json.default({}), title: z.string().optional(), metadata: json.default({}), time: span.prefault({}) }),
  z.object({
    status: z.literal("completed"),
    input: json.default({}),
    output: z.string().default(""),
    title: z.string().optional(),
    metadata: json.default({}),
    time: span.prefault({}),
  }),
  z.object({ status: z.literal("error"), input: json.default({}), error: z.string().default(""), metadata: json.default({}), time: span.prefault({}) }),
]);

const toolPartSchema = z.object({ ...partBase, type: z.literal("tool"), callID: z.string(), tool: z.string(), state: toolStateSchema });
export type ToolPart = z.infer<typeof toolPartSchema>;

const textPartSchema = z.object({
  ...partBase,
  type: z.enum(["text", "reasoning"]),
  text: z.string().default(""),
  synthetic: z.boolean().optional(),
  ignored: z.boolean().optional(),
  time: span.optional(),
});
export type TextPart = z.infer<typeof textPartSchema>;

const patchPartSchema = z.object({ ...partBase, type: z.literal("patch"), files: z.array(z.string()) });
const READ_PARTS = new Set(["text", "reasoning", "tool", "patch"]);
const otherPartSchema = z.object({ ...partBase, type: z.string().refine((type) => !READ_PARTS.has(type)) });

/** Parts that the mapping reads; any other kind of part is known by its type only. */
export const partSchema = z.union([textPartSchema, toolPartSchema, patchPartSchema, otherPartSchema]);
export type EnginePart = z.infer<typeof partSchema>;

const engineMessageSchema = z.object({ info: messageInfoSchema, parts: z.array(partSchema) });
export type EngineMessage = z.infer<typeof engineMessageSchema>;

const toolRef = z.object({ messageID: z.string(), callID: z.string() }).optional();

export const permissionAskedSchema = z.object({
  id: z.string(),
  sessionID: z.string(),
  permission: z.string(),
  patterns: z.array(z.string()).default([]),
  always: z.array(z.string()).default([]),
  metadata: json.default({}),
  tool: toolRef,
});
export type PermissionAsked = z.infer<typeof permissionAskedSchema>;

export const questionAskedSchema = z.object({
  id: z.string(),
  sessionID: z.string(),
  questions: z.array(
    z.object({
      question: z.string(),
      header: z.string().default(""),
      options: z.array(z.object({ label: z.string(), description: z.string().default("") })).default([]),
      multiple: z.boolean().optional(),
      custom: z.boolean().optional(),
    }),
  ),
  tool: toolRef,
});
export type QuestionAsked = z.infer<typeof questionAskedSchema>;

export const sessionStatusSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("idle") }),
  z.object({ type: z.literal("busy") }),
  z.object({ type: z.literal("retry"), attempt: z.number(), message: z.string(), next: z.number().optional() }),
]);
