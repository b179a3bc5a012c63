import type { GatewayClient } from "@open-cowork/cloud-client";
import { aContext, FixedClock } from "@open-cowork/core/testing";
import { AppError, type InboundEvent, isAppError } from "@open-cowork/shared";
import { expect } from "chai";
import { CloudInboundQueue } from "./inbound-queue.js";

const ctx = aContext({ role: "gateway" });

function anEvent(key: string, text = "Hello"): InboundEvent {
  const person = { id: "ann", name: "Ann" };
  return { type: "message", key, conversation: { chat: "c", kind: "direct" }, person, at: 1, text, files: [], addressed: true };
}

/** Cloud as the queue sees it: keeps keys, and answers when told to. */
class FakeCloud {
  readonly stored = new Set<string>();
  readonly requests: string[][] = [];
  /** What happens to the next requests, each once; nothing stands for a plain answer. */
  readonly faults: ("lost before" | "lost after" | "unavailable" | "refused" | "none")[] = [];
  gate: Promise<void> = Promise.resolve();

  readonly client = { inbound: { claim: (_binding: string, events: readonly InboundEvent[]) => this.#claim(events) } } as unknown as GatewayClient;

  async #claim(events: readonly InboundEvent[]): Promise<("claimed" | "known")[]> {
    this.requests.push(events.map(({ key }) => key));
    await this.gate;
    const fault = this.faults.shift();
    if (fault === "lost before") throw new AppError("host.unreachable");
    if (fault === "unavailable") throw new AppError("storage.unavailable");
    if (fault === "refused" || events.some(({ key }) => key === "spoiled")) throw new AppError("request.invalid");
    const outcomes = events.map(({ key }) => {
      const isKnown = this.stored.has(key);
      this.stored.add(key);
      return isKnown ? "known" : "claimed";
    });
    if (fault === "lost after") throw new AppError("host.unreachable");
    return outcomes;
  }
}

describe("claims at Cloud", () => {
  let cloud: FakeCloud;
  let queue: CloudInboundQueue;
  beforeEach(() => {
    cloud = new FakeCloud();
    queue = new CloudInboundQueue({ client: cloud.client, clock: new FixedClock() });
  });

  const claim = (...keys: string[]) =>
    queue.claim(
      ctx,
      "b",
      keys.map((key) => anEvent(key)),
    );
  const codeOf = async (work: Promise<unknown>) => {
    const error: unknown = await work.then(
      () => "none",
      (cause: unknown) => cause,
    );
    return isAppError(error) ? error.code : error;
  };

  it("go together when they come together", async () => {
    const all = await Promise.all([claim("a"), claim("b", "c"), claim("a")]);
    expect(all).to.deep.equal([["claimed"], ["claimed", "claimed"], ["known"]]);
    expect(cloud.requests).to.deep.equal([["a", "b", "c", "a"]]);
  });

  it("wait for the request under way, then go at most a hundred at a time, in order", async () => {
    let open: () => void = () => undefined;
    cloud.gate = new Promise((resolve) => (open = resolve));
    const first = claim("first");
    while (cloud.requests.length === 0) await undefined;
    const keys = Array.from({ length: 250 }, (_, i) => `k${i}`);
    const rest = Promise.all(keys.map((key) => claim(key)));
    open();
    expect(await first).to.deep.equal(["claimed"]);
    expect((await rest).flat()).to.deep.equal(Array(250).fill("claimed"));
    expect(cloud.requests.map(({ length }) => length)).to.deep.equal([1, 100, 100, 50]);
    expect(cloud.requests.slice(1).flat()).to.deep.equal(keys);
  });

  it("go in smaller parts when they are large", async () => {
    await queue.claim(
      ctx,
      "b",
      ["a", "b", "c"].map((key) => anEvent(key, "x".repeat(200_000))),
    );
    expect(cloud.requests).to.deep.equal([["a", "b"], ["c"]]);
  });

  it("fail as a whole where Cloud is away, and are new when they come again", async () => {
    cloud.faults.push("lost before");
    const both = [claim("a"), claim("b")];
    expect(await Promise.all(both.map(codeOf))).to.deep.equal(["host.unreachable", "host.unreachable"]);
    expect(await claim("a", "b")).to.deep.equal(["claimed", "claimed"]);
  });

  for (const fault of ["lost after", "unavailable"] as const)
    it(`are not lost when the answer is (${fault}): nobody deals with what is only known`, async () => {
      cloud.faults.push("none", fault);
      await claim("old");
      expect(await codeOf(claim("a"))).to.be.oneOf(["host.unreachable", "storage.unavailable"]);
      if (fault === "unavailable") cloud.stored.add("a");
      expect(await claim("old", "a")).to.deep.equal(["known", "claimed"]);
      expect(await claim("a")).to.deep.equal(["known"]);
    });

  it("do not suffer from one that Cloud does not take", async () => {
    const [good, spoiled, other] = [claim("a"), claim("spoiled"), claim("b")];
    expect(await codeOf(spoiled)).to.equal("request.invalid");
    expect(await Promise.all([good, other])).to.deep.equal([["claimed"], ["claimed"]]);
    expect(await codeOf(claim("spoiled"))).to.equal("request.invalid");
  });

  it("of one binding do not wait for those of another", async () => {
    let open: () => void = () => undefined;
    cloud.gate = new Promise((resolve) => (open = resolve));
    const slow = claim("a");
    while (cloud.requests.length === 0) await undefined;
    cloud.gate = Promise.resolve();
    expect(await queue.claim(ctx, "other", [anEvent("z")])).to.deep.equal(["claimed"]);
    open();
    expect(await slow).to.deep.equal(["claimed"]);
  });

  it("of nothing ask nobody", async () => {
    expect(await claim()).to.deep.equal([]);
    expect(cloud.requests).to.deep.equal([]);
  });
});
