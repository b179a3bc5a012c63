import { inspect } from "node:util";
import type { Clock, Log, LogFields } from "@open-cowork/core/kernel";
import { type ProviderHarness, realClock, WebhookReceiver } from "@open-cowork/provider-kit";
import { SimulatedTelegram } from "@open-cowork/provider-kit/telegram";
import { Secret } from "@open-cowork/shared";
import { compile, config } from "../src/config.js";
import { TelegramProvider } from "../src/telegram-provider.js";

/** Keeps every line, with all that an error tells about itself. */
export function recordingLog(lines: string[]): Log {
  const write = (event: string, fields?: LogFields): void => void lines.push(`${event} ${inspect(fields, { depth: 8, showHidden: true })}`);
  const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
  return log;
}

export interface TelegramHarness extends ProviderHarness {
  platform: SimulatedTelegram;
  provider(): TelegramProvider;
}

export const WEBHOOK_SECRET = "whsec_0123456789-ABC";

/** A simulated Telegram and a provider that talks to it, with timeouts that a test can wait for. */
export async function openTelegram(
  mode: "polling" | "webhook",
  { clock = realClock, apiRoot }: { clock?: Clock; apiRoot?: string } = {},
): Promise<TelegramHarness> {
  const platform = new SimulatedTelegram();
  await platform.server.up();
  const lines: string[] = [];
  let alive: TelegramProvider | undefined;
  const receiver = await WebhookReceiver.open(() => alive);
  const made: TelegramProvider[] = [];
  // In polling mode there is nothing to forge.
  if (mode === "polling") Object.assign(platform, { forge: undefined });
  else Object.assign(platform, { interrupt: undefined });
  return {
    platform,
    secrets: [platform.token, platform.token.split(":")[1] ?? "", ...(mode === "webhook" ? [WEBHOOK_SECRET] : [])],
    logged: () => lines,
    provider() {
      const given = config.parse({
        id: "support",
        botToken: new Secret(platform.token, "telegram.botToken"),
        apiRoot: apiRoot ?? platform.root,
        requestTimeoutMs: 1_000,
        mode,
        ...(mode === "webhook" ? { webhookSecret: new Secret(WEBHOOK_SECRET, "telegram.webhookSecret"), publicUrl: receiver.url } : {}),
      });
      alive = new TelegramProvider({ ...compile(given), clock, log: recordingLog(lines) });
      made.push(alive);
      return alive;
    },
    async close() {
      for (const provider of made) await provider.stop();
      await receiver.close();
      await platform.close();
    },
  };
}
