import { z } from "zod";

export const configSchema = z
  .strictObject({
    conversations: z.number().int().min(1).max(256).default(16).describe("Conversations of one provider that are dealt with at the same time."),
    leaseTtlMs: z.number().int().min(1_000).max(120_000).default(10_000).describe("A gateway that is silent for this long loses its bindings to another."),
    tries: z.number().int().min(1).max(100).default(10).describe("Tries of one message before it is given up."),
    interactionTtlMs: z
      .number()
      .int()
      .min(60_000)
      .default(24 * 60 * 60_000)
      .describe("Buttons and codes are renewed after this time."),
  })
  .prefault({});
export type ChannelsConfig = z.infer<typeof configSchema>;
