import { z } from "zod";

const action = z.enum(["allow", "ask", "deny"]);

/** Options of the plugin in open-cowork.config.json. */
export const optionsSchema = z
  .strictObject({
    binary: z.string().optional().describe("Path of the OpenCode program. Default: the one of the npm package opencode-ai."),
    workspace: z
      .string()
      .optional()
      .describe("One fixed directory that all threads work in. Default: an own directory for each thread, under the data directory."),
    permission: z
      .record(z.string(), z.union([action, z.record(z.string(), action)]))
      .default({ bash: "ask", edit: "ask", webfetch: "ask", websearch: "ask", external_directory: "ask", doom_loop: "ask" })
      .describe("OpenCode's permission rules. What is not named keeps OpenCode's own default."),
    maxEngines: z.number().int().min(1).default(16).describe("Engines at the same time, one for each tenant that works. The one idle longest makes room."),
    idleMs: z
      .number()
      .int()
      .min(1_000)
      .default(30 * 60_000)
      .describe("An engine without work for this long is stopped."),
    maxMemoryBytes: z
      .number()
      .int()
      .min(0)
      .default(1024 ** 3)
      .describe("An engine above this is replaced as soon as its turns have ended. 0: never."),
    startTimeoutMs: z.number().int().min(1_000).default(60_000).describe("An engine that is not up after this long has failed."),
    allowPrivateBaseUrls: z
      .boolean()
      .default(true)
      .describe("Whether model providers may have private or loopback addresses, as local models do. Turn off where tenants are strangers to the network."),
  })
  .prefault({});
export type Options = z.output<typeof optionsSchema>;
