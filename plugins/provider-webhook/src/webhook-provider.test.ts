import { silentLog } from "@open-cowork/core/kernel";
import { FixedClock } from "@open-cowork/core/testing";
import { Secret } from "@open-cowork/shared";
import { expect } from "chai";
import { configSchema } from "./config.js";
import { WebhookProvider } from "./webhook-provider.js";

const HOME = { chat: "c", kind: "direct" } as const;

describe("the signed bridge", () => {
  it("does not wait for ever for a file whose store hangs, and says what stands behind it", async () => {
    const clock = new FixedClock();
    const sharedSecret = new Secret(Buffer.alloc(32).toString("base64"), "secret");
    const provider = new WebhookProvider(configSchema.parse({ id: "a", sharedSecret }), { clock, log: silentLog });
    const file = { name: "a", mime: "x", bytes: 1, open: () => new Promise<never>(() => undefined) };
    const first = provider.send(HOME, { text: "", buttons: [], key: "1", file });
    const second = provider.send(HOME, { text: "behind", buttons: [], key: "2" });
    await clock.advance(60_000);
    expect(await first).to.include({ state: "deferred" });
    expect(await second).to.include({ state: "refused", code: "not_allowed" });
    expect(clock.pending).to.equal(0);
  });
});
