import { providerInstanceSchema, secret } from "@open-cowork/shared";
import { z } from "zod";

const MEBIBYTE = 1024 * 1024;

export const configSchema = z.strictObject({
  id: providerInstanceSchema.describe("Name of the instance; part of its address /webhooks/webhook/<id>."),
  name: z.string().min(1).max(300).default("Cowork").describe("As people know us on the other side."),
  sharedSecret: secret().describe("Signs requests in both directions: whsec_ and at least 24 random bytes in base64."),
  previousSecrets: z
    .array(z.strictObject({ secret: secret(), until: z.iso.datetime({ offset: true }).describe("Valid until then.") }))
    .max(3)
    .default([])
    .describe("Secrets that were replaced, while the other side changes over. Requests of ours are signed with them too."),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Where messages go. Without it people can write in, and nothing is said back."),
  allowPrivate: z.boolean().default(false).describe("Let url and the addresses of files lead into private networks, and be http."),
  peer: z
    .strictObject({
      edits: z.boolean().default(true).describe("It can change messages, so that an answer grows while it is written."),
      editsEveryMs: z.number().int().min(50).max(60_000).default(500).describe("At most one change in this time, in one conversation."),
      buttons: z.boolean().default(true).describe("It can show buttons. Else choices are made by typed codes."),
      typing: z.boolean().default(true).describe("It can show that somebody is writing."),
      textMax: z.number().int().min(200).max(100_000).default(16_000).describe("Longest text of a message."),
      fileBytes: z
        .number()
        .int()
        .min(0)
        .max(64 * MEBIBYTE)
        .default(20 * MEBIBYTE)
        .describe("Largest file in either direction; 0 for none."),
    })
    .prefault({})
    .describe("What the other side can do."),
  answerMs: z.number().int().min(1).max(120_000).default(15_000).describe("After this time without an answer it is unknown whether a message arrived."),
});
export type WebhookConfig = z.output<typeof configSchema>;
