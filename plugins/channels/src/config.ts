import { z } from "zod";

export const configSchema = z
  .strictObject({
    node: z.string().min(1).max(200).optional().describe("Name of this node in leases. Default: that of the host, which stays the same from start to start."),
    conversations: z.number().int().min(1).max(256).default(16).describe("Conversations of one provider that are dealt with, and sent to, at the same time."),
    leaseTtlMs: z.number().int().min(1_000).max(120_000).default(10_000).describe("A gateway that is silent for this long loses its bindings to another."),
    tries: z.number().int().min(1).max(100).default(10).describe("Tries of one message before it is given up."),
    interactionTtlMs: z
      .number()
      .int()
      .min(60_000)
      .default(24 * 60 * 60_000)
      .describe("Buttons and codes are renewed after this time."),
    maxFileBytes: z
      .number()
      .int()
      .min(0)
      .default(25 * 1024 * 1024)
      .describe("Largest file taken from a chat; a platform that allows less decides."),
    drainMs: z.number().int().min(0).max(60_000).default(4_000).describe("How long what is under way may take when a provider or the host stops."),
  })
  .prefault({});
export type ChannelsConfig = z.infer<typeof configSchema>;
