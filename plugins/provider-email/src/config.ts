import { providerInstanceSchema, secret } from "@open-cowork/shared";
import { z } from "zod";
import { plainAddress } from "./address.js";

const host = z.string().regex(/^[A-Za-z0-9.:_-]{1,253}$/, "a host name or address");
const port = z.number().int().min(1).max(65_535);
const secure = z
  .boolean()
  .default(true)
  .describe(
    "TLS from the first byte. With false the connection must turn to TLS by STARTTLS before the password is sent; only loopback addresses may stay plain.",
  );

const imap = z.strictObject({
  host,
  port: port.default(993),
  secure,
  user: z.string().min(1).max(300),
  password: secret(),
  mailbox: z.string().min(1).max(300).default("INBOX").describe("Read by nobody else: mail is marked as seen once it is taken over."),
  pollMs: z.number().int().min(1_000).max(3_600_000).default(60_000).describe("New mail is looked for at least this often, for servers that announce none."),
});

const smtp = z.strictObject({
  host,
  port: port.default(465),
  secure,
  user: z.string().min(1).max(300).optional().describe("Absent: the server takes our mail without a password."),
  password: secret().optional(),
  timeoutMs: z.number().int().min(50).max(600_000).default(120_000).describe("Longest silence of the server before a try is given up."),
});

/** One mailbox that people write to. */
export const emailConfig = z
  .strictObject({
    id: providerInstanceSchema,
    address: z
      .string()
      .transform((value) => plainAddress(value) ?? "")
      .refine((value) => value !== "", "must be a mail address such as cowork@example.com")
      .describe("Our address: what people write to, and what answers come from."),
    name: z
      .string()
      .min(1)
      .max(100)
      .regex(/^\P{Cc}*$/u, "no control characters")
      .default("Open Cowork")
      .describe("Shown as the sender."),
    authservId: z
      .string()
      .regex(/^[\x21-\x7e]{1,253}$/, "one word, as it stands after `Authentication-Results:`")
      .describe("Name by which the receiving mail server signs its verdict on a sender. Mail without its verdict lets nobody in."),
    inbound: z.enum(["imap", "webhook"]).default("imap").describe("Where mail comes from: a mailbox, or signed requests that carry one mail each."),
    imap: imap.optional(),
    secret: secret().optional().describe("Signs the requests of `inbound: webhook`; `whsec_` and base64, or at least 16 characters."),
    smtp,
    maxBytes: z
      .number()
      .int()
      .min(10_000)
      .max(100_000_000)
      .default(25_000_000)
      .describe("Largest mail, in and out. Of larger ones the beginning is read, without files."),
    footer: z.string().max(500).optional().describe("Small print under each answer, e.g. the address at which threads are shown."),
  })
  .superRefine((config, context) => {
    const missing = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    if (config.inbound === "imap" && !config.imap) missing(["imap"], 'is needed, unless inbound is "webhook"');
    if (config.inbound === "webhook" && config.imap) missing(["imap"], 'has no use with inbound "webhook"');
    if (config.inbound === "webhook" && (config.secret?.reveal().length ?? 0) < 16) missing(["secret"], "is needed for webhooks, with at least 16 characters");
    if (Boolean(config.smtp.user) !== Boolean(config.smtp.password)) missing(["smtp"], "needs both user and password, or neither");
  });
export type EmailConfig = z.output<typeof emailConfig>;
export type ImapSettings = z.output<typeof imap>;
export type SmtpSettings = z.output<typeof smtp>;

/** A connection that never leaves the machine needs no TLS. */
export function isLoopback(name: string): boolean {
  return name === "localhost" || name === "::1" || /^127(\.\d{1,3}){3}$/.test(name);
}
