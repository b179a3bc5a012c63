import { silentLog } from "@open-cowork/core/kernel";
import { aContext, FixedClock, memoryChannels, memoryStores } from "@open-cowork/core/testing";
import type { Delivery, OutboundContent, SendOutcome } from "@open-cowork/shared";
import { expect } from "chai";
import fc from "fast-check";
import { configSchema } from "../src/config.js";
import { Sender } from "../src/outbound/sender.js";
import { Slots } from "../src/outbound/slots.js";
import type { ChannelDeps } from "../src/ports.js";
import type { Served } from "../src/served.js";
import { english } from "../src/texts/english.js";
import { direct, ScriptedChat } from "./scripted-chat.js";

const MIN_INTERVAL_MS = 100;
const content = (text: string): OutboundContent => ({ text, buttons: [] });

/** One conversation over stores in memory, and messages in it that come, grow and end. */
class Bench {
  readonly clock = new FixedClock();
  readonly chat = new ScriptedChat({ text: { max: 4_000 }, edits: { minIntervalMs: MIN_INTERVAL_MS }, files: { in: 0, out: 0 }, typing: false }, () =>
    this.clock.now(),
  );
  readonly final: string[] = [];
  readonly #channels = memoryChannels(memoryStores(this.clock));
  readonly #ctx = aContext();
  readonly #growing = new Map<number, Delivery>();
  #revision = 0;
  #silences = 0;
  #sender!: Sender;
  #served!: Served;
  #thread = "";

  async start(): Promise<this> {
    const { outbox, directory, threads } = this.#channels;
    const { binding, epoch } = await directory.connect(this.#ctx, { provider: "scripted", instance: "one" }, "n.1", 10 ** 9);
    this.#thread = (await threads.thread(this.#ctx, binding.id, direct)).id;
    const deps = { outbox, clock: this.clock, log: silentLog } as unknown as ChannelDeps;
    const parts = {
      config: configSchema.parse({ tries: 100 }),
      log: silentLog,
      texts: english,
      provider: this.chat.provider(),
      ctx: this.#ctx,
      epoch,
      binding,
    };
    this.#served = { deps, ...parts, profile: { name: "x" }, reachable: true, signal: new AbortController().signal, onTrouble: () => undefined };
    this.#sender = new Sender(this.#served, direct, new Slots(1), () => undefined);
    return this;
  }

  async say(text: string, grows: boolean): Promise<void> {
    const index = this.final.push(text) - 1;
    const delivery = await this.#put(index, text);
    if (grows) {
      this.#growing.set(index, delivery);
      this.#sender.growth.begin(delivery);
    }
    this.#sender.add([delivery]);
  }

  /** The newest of those that grow shows more, perhaps with a note in the outbox. */
  async grow(text: string, isNoted: boolean): Promise<void> {
    const [index, delivery] = [...this.#growing].at(-1) ?? [];
    if (index === undefined || delivery === undefined) return;
    this.final[index] += text;
    if (isNoted) this.#sender.add([await this.#put(index, this.final[index]!)]);
    this.#sender.show(delivery.id, content(this.final[index]!));
  }

  async endOne(): Promise<void> {
    const [index, delivery] = [...this.#growing].at(-1) ?? [];
    if (index === undefined || delivery === undefined) return;
    this.#growing.delete(index);
    this.#sender.growth.end(delivery.id);
    this.#sender.add([await this.#put(index, this.final[index]!)]);
  }

  /** Of three tries without an answer a message dies, and is not shown in its place. */
  fault(outcome: SendOutcome): void {
    if (outcome.state === "unknown" && ++this.#silences > 2) return;
    this.chat.outcomes.push(outcome);
  }

  reach(isReachable: boolean): void {
    this.#served.reachable = isReachable;
    if (isReachable) this.#sender.wake();
  }

  async finish(): Promise<void> {
    this.chat.outcomes.length = 0;
    this.reach(true);
    while (this.#growing.size > 0) await this.endOne();
    for (let i = 0; i < 200 && !this.#sender.isIdle; i++) await this.clock.advance(30_000);
    expect(this.#sender.waiting).to.equal(0);
    expect(this.#sender.isIdle).to.equal(true);
  }

  async #put(index: number, text: string): Promise<Delivery> {
    const input = { key: String(index), ordinal: index, revision: ++this.#revision, content: content(text) };
    return (await this.#channels.outbox.put(this.#ctx, this.#served.binding.id, this.#thread, [input]))[0]!;
  }
}

type Step = (bench: Bench) => Promise<void> | void;
const text = fc.string({ minLength: 1, maxLength: 8 });
const outcome: fc.Arbitrary<SendOutcome> = fc.oneof(
  fc.record({ state: fc.constant("deferred" as const), retryAfterMs: fc.constantFrom(0, 50, 3_000), reason: fc.constant("slow down") }),
  fc.record({ state: fc.constant("unknown" as const), reason: fc.constantFrom("lost", "no answer") }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(text, fc.boolean()).map(
    ([said, grows]): Step =>
      (bench) =>
        bench.say(said, grows),
  ),
  {
    weight: 4,
    arbitrary: fc.tuple(text, fc.boolean()).map(
      ([said, noted]): Step =>
        (bench) =>
          bench.grow(said, noted && said.length > 5),
    ),
  },
  fc.constant<Step>((bench) => bench.endOne()),
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 2_000 }).map(
      (ms): Step =>
        (bench) =>
          bench.clock.advance(ms),
    ),
  },
  outcome.map(
    (next): Step =>
      (bench) =>
        bench.fault(next),
  ),
  fc.boolean().map(
    (isReachable): Step =>
      (bench) =>
        bench.reach(isReachable),
  ),
);

function bare(said: string): string {
  return said.replace(`\n\n${english.doubtful}`, "");
}

describe("sending", () => {
  it("shows in the end exactly what was said in the end, in order, whatever comes between", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: "max" }), async (steps) => {
        const bench = await new Bench().start();
        for (const take of steps) await take(bench);
        await bench.finish();
        const { messages, editedAt } = bench.chat;
        // A try whose answer was lost may have left an older copy: the last one counts, and says that there may be another.
        const last = new Map(messages.map((message) => [message.key, message]));
        const first = [...new Set(messages.map(({ key }) => key))];
        expect(first.map((key) => bare(last.get(key)!.text))).to.deep.equal(bench.final);
        for (const { key } of messages) {
          const copies = messages.filter((other) => other.key === key);
          if (copies.length > 1) expect(copies.at(-1)!.text).to.contain(english.doubtful);
        }
        for (const [i, at] of editedAt.entries()) if (i > 0) expect(at - editedAt[i - 1]!, "pace").to.be.at.least(MIN_INTERVAL_MS);
      }),
      { numRuns: 300 },
    );
  });

  it("changes a message no more often than the platform takes it, however fast it grows", async () => {
    const bench = await new Bench().start();
    await bench.say("0", true);
    for (let i = 1; i <= 1_000; i++) {
      await bench.grow(` ${i}`, false);
      await bench.clock.advance(1);
    }
    await bench.finish();
    expect(bench.chat.messages).to.have.length(1);
    expect(bench.chat.messages[0]!.text).to.equal(bench.final[0]);
    expect(bench.chat.calls).to.be.within(8, 13);
  });

  it("spends no try while the platform is known to be away", async () => {
    const bench = await new Bench().start();
    bench.reach(false);
    await bench.say("a", false);
    await bench.clock.advance(3_600_000);
    expect(bench.chat.calls).to.equal(0);
    await bench.finish();
    expect(bench.chat.texts).to.deep.equal(["a"]);
  });

  it("says anew what cannot be changed any more", async () => {
    for (const code of ["gone", "not_allowed"]) {
      const bench = await new Bench().start();
      await bench.say("a", true);
      await bench.clock.advance(200);
      await bench.grow("b", false);
      bench.chat.outcomes.push({ state: "refused", code, reason: "too old" });
      await bench.clock.advance(200);
      await bench.grow("c", false);
      bench.chat.outcomes.push({ state: "refused", code, reason: "too old" });
      await bench.finish();
      expect(bench.chat.texts.at(-1)).to.equal("abc");
    }
  });
});
