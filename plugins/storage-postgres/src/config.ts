import { secret } from "@open-cowork/shared";
import { z } from "zod";

/** Options of this plugin. */
export const configSchema = z.strictObject({
  url: z
    .union([z.literal("embedded"), secret()])
    .default("embedded")
    .describe("`embedded` runs a Postgres of its own in the data directory; else a reference to a postgresql:// address."),
  migrationUrl: secret().optional().describe("Address of a role that may change the schema, where the role of `url` may not."),
  poolSize: z.number().int().min(2).max(200).default(10).describe("Connections at most."),
});
