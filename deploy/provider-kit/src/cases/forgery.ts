import { check } from "@open-cowork/core/testing";
import type { WebhookRequest } from "@open-cowork/core/transport";
import type { ProviderCase } from "../provider-case.js";
import type { Stage } from "../stage.js";

/** After a genuine message nothing else may have reached the sink. */
async function onlyGenuine(stage: Stage): Promise<void> {
  const before = stage.sink.offers.length;
  await stage.platform.say(stage.ann, stage.home, { text: "I am genuine" });
  await stage.sink.message("I am genuine");
  check.equal(stage.sink.offers.length - before, 1, "the genuine message, alone");
}

function forged(how: "unsigned" | "wrong" | "stale"): ProviderCase {
  return {
    name: `a request that is ${how === "wrong" ? "signed wrongly" : how} gets 401, reaches nobody and is counted`,
    needs: how === "stale" ? ["webhook", "signing-time"] : ["webhook"],
    async run(stage) {
      await stage.life();
      for (const times of [1, 2]) {
        check.equal(await stage.platform.forge!(how), 401, "the status");
        check.equal(stage.sink.offers.length, 0, "nothing at the sink");
        check.equal(stage.sink.refusals.length, times, "what was counted");
      }
      await onlyGenuine(stage);
    },
  };
}

export const forgeryCases: readonly ProviderCase[] = [
  forged("unsigned"),
  forged("wrong"),
  forged("stale"),
  {
    name: "a genuine request that is sent again by somebody else does nothing new",
    needs: ["webhook"],
    async run(stage) {
      await stage.life();
      await stage.platform.say(stage.ann, stage.home, { text: "once only" });
      const { key } = await stage.sink.message("once only");
      const status = await stage.platform.forge!("replayed");
      check.ok(status === 401 || stage.sink.offers.at(-1)?.outcome === "known", `a refusal or a known key, not ${status}`);
      check.equal(stage.sink.offers.filter(({ event, outcome }) => event.key === key && outcome === "claimed").length, 1, "that it was new once");
      await onlyGenuine(stage);
    },
  },
  {
    name: "requests that are no requests get an answer, and nothing of them goes further",
    needs: ["webhook"],
    async run(stage) {
      const provider = await stage.life();
      const { maxBytes } = provider.capabilities.webhook!;
      const base: WebhookRequest = { method: "POST", headers: {}, query: {}, body: new Uint8Array(), remote: "192.0.2.1" };
      const bodies = ["", "{", "null", "[]", '"x"', "{}", "[".repeat(10_000), "\u0000", "payload=%7B", '{"__proto__":{"x":1}}'].map((text) =>
        Buffer.from(text),
      );
      const odd = [...bodies, Buffer.from([0xff, 0xfe, 0xc3, 0x28]), new Uint8Array(maxBytes), new Uint8Array(maxBytes + 1)];
      for (const body of odd) {
        for (const headers of [
          {},
          { "content-type": "application/json" },
          { "content-type": "application/x-www-form-urlencoded", "content-encoding": "gzip" },
        ]) {
          const { status } = await provider.webhook!({ ...base, headers, body });
          check.ok(status >= 400 && status < 500, `a refusal, not ${status}`);
        }
      }
      for (const method of ["GET", "PUT", "BREW", ""]) check.ok((await provider.webhook!({ ...base, method })).status >= 400, `a refusal of ${method}`);
      check.equal(stage.sink.offers.length, 0, "nothing at the sink");
      await onlyGenuine(stage);
    },
  },
  {
    name: "before a start and after a stop requests are turned away for the moment",
    needs: ["webhook"],
    async run(stage) {
      const provider = await stage.provider();
      await provider.start(stage.sink);
      await stage.platform.say(stage.ann, stage.home, { text: "taken" });
      await stage.sink.message("taken");
      await provider.stop();
      const offers = stage.sink.offers.length;
      const { status } = await provider.webhook!({ method: "POST", headers: {}, query: {}, body: new Uint8Array(), remote: "192.0.2.1" });
      check.ok(status >= 400, `a refusal, not ${status}`);
      check.equal(stage.sink.offers.length, offers, "nothing at the sink");
    },
  },
];
