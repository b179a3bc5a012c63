import { providerInstanceSchema, type Secret, secret } from "@open-cowork/shared";
import { z } from "zod";

/** Where Telegram itself answers. */
const TELEGRAM = "https://api.telegram.org";
const address = () => z.url({ protocol: /^https?$/, message: "must be an http or https address" });
const bare = (url: string): string => url.replace(/\/+$/, "");

export const config = z
  .strictObject({
    id: providerInstanceSchema.default("telegram").describe("Name of this instance, unique among those of Telegram."),
    botToken: secret().describe("Token of the bot, from @BotFather."),
    mode: z
      .enum(["polling", "webhook"])
      .default("polling")
      .describe("polling: the gateway asks Telegram for messages and needs no public address. webhook: Telegram calls the gateway."),
    webhookSecret: secret()
      .optional()
      .describe("Shared with Telegram, which sends it along with each request. Needed for webhook: 1 to 256 letters, digits, _ and -."),
    publicUrl: address().optional().describe("Public address of the gateway, https, port 443, 80, 88 or 8443. Needed for webhook."),
    apiRoot: address().default(TELEGRAM).describe("Address of the Bot API: Telegram's, or a server of your own, run without --local."),
    requestTimeoutMs: z
      .number()
      .int()
      .min(100)
      .max(300_000)
      .default(20_000)
      .describe("Longest wait for an answer of Telegram, in milliseconds; files get more."),
    editIntervalMs: z
      .number()
      .int()
      .min(1_000)
      .max(60_000)
      .default(3_000)
      .describe(
        "Shortest time between two edits of a growing answer, in milliseconds. Telegram allows 20 messages a minute in groups, and one a second in direct chats.",
      ),
  })
  .superRefine((value, context) => {
    const fail = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
    if (!/^\d+:\S+$/.test(value.botToken.reveal())) fail("botToken", "does not look like a token of @BotFather, such as 123456:ABC-DEF1234");
    if (value.mode === "polling") return;
    // https://core.telegram.org/bots/api#setwebhook
    if (!value.webhookSecret || !/^[\w-]{1,256}$/.test(value.webhookSecret.reveal()))
      fail("webhookSecret", "is needed in webhook mode: 1 to 256 letters, digits, _ and -");
    if (!value.publicUrl) fail("publicUrl", "is needed in webhook mode: the address under which Telegram reaches the gateway");
    else if (bare(value.apiRoot) === TELEGRAM && !value.publicUrl.startsWith("https:")) fail("publicUrl", "must be https: Telegram calls no other");
  });

/** What the provider works with. */
export interface TelegramOptions {
  instance: string;
  botToken: Secret;
  apiRoot: string;
  requestTimeoutMs: number;
  editIntervalMs: number;
  /** Absent: polling. */
  webhook?: { secret: Secret; url: string };
}

export function compile({ id, webhookSecret, publicUrl, mode, apiRoot, ...rest }: z.output<typeof config>): TelegramOptions {
  const options = { instance: id, apiRoot: bare(apiRoot), ...rest };
  if (mode === "polling" || !webhookSecret || !publicUrl) return options;
  return { ...options, webhook: { secret: webhookSecret, url: `${bare(publicUrl)}/webhooks/telegram/${id}` } };
}
