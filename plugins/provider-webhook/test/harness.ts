import type { Log } from "@open-cowork/core/kernel";
import type { ChatProvider } from "@open-cowork/core/transport";
import { type ProviderHarness, realClock, WebhookReceiver } from "@open-cowork/provider-kit";
import { WebhookPeer } from "@open-cowork/provider-kit/webhook";
import { Secret } from "@open-cowork/shared";
import { configSchema, type WebhookConfig } from "../src/config.js";
import { WebhookProvider } from "../src/webhook-provider.js";

export const SECRET = `whsec_${Buffer.alloc(32, 3).toString("base64")}`;
export const secretOf = (value: string) => new Secret(value, "gateway.providers.webhook[0].sharedSecret");

/** A config as the kernel hands it over. */
export function webhookConfig(over: Record<string, unknown> = {}): WebhookConfig {
  return configSchema.parse({ id: "bridge", sharedSecret: secretOf(SECRET), ...over });
}

/** A log that keeps its lines as text. */
export function collectingLog(lines: string[]): Log {
  const at = (level: string) => (event: string, fields?: object) => void lines.push(`${level} ${event} ${JSON.stringify(fields, errors)}`);
  const errors = (_key: string, value: unknown) => (value instanceof Error ? `${value.stack} ${String(value.cause)}` : value);
  const log: Log = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), child: () => log };
  return log;
}

/** The bridge with its other side, for the kit. */
export async function webhookHarness(over: Record<string, unknown> = {}): Promise<ProviderHarness & { platform: WebhookPeer }> {
  let current: ChatProvider | undefined;
  const lines: string[] = [];
  const receiver = await WebhookReceiver.open(() => current);
  const platform = await WebhookPeer.start({ secret: SECRET, target: () => receiver.url });
  return {
    platform,
    provider() {
      const config = webhookConfig({ url: platform.url, allowPrivate: true, answerMs: 300, peer: { fileBytes: 2_000_000 }, ...over });
      current = new WebhookProvider(config, { clock: realClock, log: collectingLog(lines) });
      return current;
    },
    secrets: [SECRET, SECRET.replace("whsec_", "")],
    logged: () => lines,
    async close() {
      await platform.close();
      await receiver.close();
    },
  };
}
