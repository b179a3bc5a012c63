import { chatButtonSchema } from "@open-cowork/shared";
import { z } from "zod";
import { MAX_TEXT } from "../platform/fake-platform.js";
import { fakeFaultSchema } from "../platform/faults.js";

/** Whoever somebody says they are: the platform asks for no proof. */
const person = z.object({
  id: z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/, "letters, digits, _ . and -"),
  name: z.string().min(1).max(100),
  handle: z.string().max(100).optional(),
});
/** `dm-` and the person's id for a direct conversation, any other word for a room. */
const chat = z.string().regex(/^[A-Za-z0-9_.-]{1,150}$/, "letters, digits, _ . and -");
const topic = z.string().min(1).max(150).optional();

export const sayBody = z.object({
  person,
  /** Default: the direct conversation of the person. */
  chat: chat.optional(),
  topic,
  text: z.string().max(MAX_TEXT),
  /** Ids of uploads. */
  files: z.array(z.string()).max(10).default([]),
  replyTo: z.string().max(100).optional(),
});
export const pressBody = z.object({ person, chat: chat.optional(), topic, message: z.string().max(100), value: z.string().min(1).max(64) });
export const uploadQuery = z.object({ name: z.string().trim().min(1).max(255) });
export const fileParams = z.object({ file: z.string().max(100) });
export const streamQuery = z.object({ person: person.shape.id, chat: chat.optional(), topic });
export const faultBody = z.object({ fault: fakeFaultSchema, times: z.number().int().min(1).max(100).default(1) });

export const messageSchema = z.object({
  id: z.string(),
  from: z.union([z.literal("us"), person]),
  at: z.number(),
  text: z.string(),
  buttons: z.array(chatButtonSchema),
  files: z.array(z.object({ id: z.string(), name: z.string(), mime: z.string(), bytes: z.number() })),
  replyTo: z.string().optional(),
  edits: z.number(),
});
export const aboutSchema = z.object({
  instance: z.string(),
  name: z.string(),
  handle: z.string(),
  limits: z.object({ text: z.number(), fileBytes: z.number() }),
});
