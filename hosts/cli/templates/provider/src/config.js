import { providerInstanceSchema, secret } from "@open-cowork/shared";
import { z } from "zod";

/** Options of one instance. `secret()` takes only a reference in the file, such as {env:NAME}, and is a Secret here. */
export const configSchema = z.strictObject({
  id: providerInstanceSchema.describe("Name of the instance."),
  name: z.string().min(1).max(300).default("Cowork").describe("As people see us."),
  url: z
    .url({ protocol: /^https?$/ })
    .default("http://127.0.0.1:7399")
    .describe("Address of the platform."),
  token: secret().describe("What the platform knows us by."),
  answerMs: z.number().int().min(1).max(120_000).default(15_000).describe("After this time without an answer it is unknown whether a message arrived."),
  waitMs: z.number().int().min(1).max(60_000).default(25_000).describe("How long the platform may wait until something is said."),
});
