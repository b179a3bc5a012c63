import { silentLog } from "@open-cowork/core/kernel";
import { FixedClock } from "@open-cowork/core/testing";
import { Secret } from "@open-cowork/shared";
import { expect } from "chai";
import { config } from "./config.js";
import plugin from "./plugin.js";

describe("the plugin", () => {
  it("contributes one provider under the name of its instance, and opens nothing", async () => {
    const given = config.parse({ id: "support", botToken: new Secret("1:x", "telegram.botToken"), editIntervalMs: 1_100 });
    const { contributes } = await plugin.setup({
      deps: { log: silentLog, clock: new FixedClock() },
      config: given,
      signal: new AbortController().signal,
      onStop: () => undefined,
      construct: () => {
        throw new Error("not used");
      },
    });
    const [provider, ...others] = contributes?.chatProviders ?? [];
    expect([provider?.kind, provider?.instance, others.length]).to.deep.equal(["telegram", "support", 0]);
    expect(provider?.capabilities.edits).to.deep.equal({ minIntervalMs: 1_100 });
    expect(provider?.webhook).to.equal(undefined);
  });
});
