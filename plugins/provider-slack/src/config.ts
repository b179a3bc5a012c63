import { providerInstanceSchema, secret } from "@open-cowork/shared";
import { z } from "zod";

export const configSchema = z
  .strictObject({
    id: providerInstanceSchema.describe("Name of this instance, unique among the Slack instances."),
    botToken: secret().describe("Bot User OAuth Token (xoxb-…)."),
    mode: z.enum(["socket", "http"]).default("socket").describe("socket needs no public address; http takes events at /webhooks/slack/<id>."),
    appToken: secret().optional().describe("App-Level Token (xapp-…) with connections:write; for mode socket."),
    signingSecret: secret().optional().describe("Signing Secret of the app; for mode http."),
    command: z
      .string()
      .regex(/^\/[a-z0-9_-]{1,31}$/)
      .default("/cowork")
      .describe("Slash command of the app: /cowork new, /cowork stop, or /cowork and a question."),
    apiUrl: z.url({ protocol: /^https?$/ }).default("https://slack.com/api/"),
    requestTimeoutMs: z
      .number()
      .int()
      .min(50)
      .max(120_000)
      .default(20_000)
      .describe("After this time without an answer it is unknown whether Slack has a message."),
  })
  .superRefine(({ mode, appToken, signingSecret }, problems) => {
    if (mode === "socket" && !appToken?.reveal().trim())
      problems.addIssue({ code: "custom", path: ["appToken"], message: "is needed in mode socket and is blank" });
    if (mode === "http" && !signingSecret?.reveal().trim())
      problems.addIssue({ code: "custom", path: ["signingSecret"], message: "is needed in mode http and is blank: without it anybody could speak for Slack" });
  });
export type SlackConfig = z.infer<typeof configSchema>;
