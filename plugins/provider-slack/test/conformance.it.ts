import { conformance } from "@open-cowork/core/testing";
import type { ChatProvider } from "@open-cowork/core/transport";
import { type Feature, providerCases } from "@open-cowork/provider-kit";
import { SLACK_SECRETS, SlackSimulator } from "@open-cowork/provider-kit/slack";
import { Secret } from "@open-cowork/shared";
import { realClock } from "@open-cowork/testkit/real-clock";
import { configSchema } from "../src/config.js";
import { SlackProvider } from "../src/slack-provider.js";
import { CollectingLog } from "./collecting-log.js";

const { botToken, appToken, signingSecret } = SLACK_SECRETS;

for (const mode of ["socket", "http"] as const) {
  const lacks: Feature[] = ["markdown", mode === "http" ? "interrupt" : "webhook"];
  conformance(globalThis, {
    title: `Slack over ${mode}, as a chat provider`,
    cases: providerCases({ lacks }),
    open: async () => {
      let living: ChatProvider | undefined;
      const log = new CollectingLog();
      const platform = await SlackSimulator.start({ mode, deliver: async (request) => (await living?.webhook?.(request)) ?? { status: 503 } });
      const secrets = { botToken: new Secret(botToken, "bot"), appToken: new Secret(appToken, "app"), signingSecret: new Secret(signingSecret, "signing") };
      const config = configSchema.parse({ id: "team", mode, apiUrl: platform.apiUrl, requestTimeoutMs: 400, ...secrets });
      return {
        platform,
        secrets: Object.values(SLACK_SECRETS),
        logged: () => log.lines,
        provider: () => (living = new SlackProvider(config, { log, clock: realClock })),
        close: () => platform.close(),
      };
    },
  });
}
