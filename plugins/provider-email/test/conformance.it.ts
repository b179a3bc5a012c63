import { conformance } from "@open-cowork/core/testing";
import { type Feature, type ProviderHarness, providerCases } from "@open-cowork/provider-kit";
import { MailPlatform } from "@open-cowork/provider-kit/mail";
import type { EmailConfig } from "../src/config.js";
import { platformConfig, providerFor, webhookConfig } from "./email-harness.js";

/** Mail has no edits, no buttons and no rooms. */
const LACKS: readonly Feature[] = ["edits", "buttons", "shared", "chatter", "remove", "markdown"];

async function harness(inbound: "imap" | "webhook", config: (platform: MailPlatform) => EmailConfig): Promise<ProviderHarness> {
  const platform = await MailPlatform.start({ inbound });
  const lines: string[] = [];
  return {
    platform,
    provider() {
      const provider = providerFor(config(platform), { lines });
      if (provider.webhook) platform.courier.handler = provider.webhook;
      return provider;
    },
    secrets: [platform.password, platform.secret],
    logged: () => lines,
    close: () => platform.close(),
  };
}

conformance(
  { describe, it },
  {
    title: "mail by IMAP as a chat provider",
    cases: providerCases({ lacks: [...LACKS, "webhook", "signing-time"] }),
    open: () => harness("imap", (platform) => platformConfig(platform)),
  },
);
conformance(
  { describe, it },
  {
    title: "mail by webhook as a chat provider",
    cases: providerCases({ lacks: [...LACKS, "interrupt", "lost-files"] }),
    open: () => harness("webhook", webhookConfig),
  },
);
