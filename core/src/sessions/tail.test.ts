import type { SessionEvent } from "@open-cowork/shared";
import { expect } from "chai";
import { silentLog } from "../kernel/log.js";
import { aContext, FixedClock, MemoryEventLog, MemoryStore, settle, some } from "../testing/index.js";
import { LocalBus } from "../transport/local-bus.js";
import { PublishingLog } from "./publishing-log.js";
import { Tails } from "./tails.js";
import { type Committed, topics } from "./topics.js";

describe("a tail", () => {
  const ctx = aContext();
  const clock = new FixedClock();
  let log: MemoryEventLog;
  let bus: LocalBus;
  let tails: Tails;
  let session: string;
  let seen: SessionEvent[];
  const sink = { events: (batch: readonly SessionEvent[]) => void seen.push(...batch), reset: () => undefined };
  const write = async (count: number) => {
    for (let i = 0; i < count; i += 500)
      await log.append(ctx, { session, epoch: null, events: Array.from({ length: Math.min(500, count - i) }, () => some.text("r", "x")) });
  };
  const seqs = () => seen.map(({ seq }) => seq);
  const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => from + i);

  beforeEach(async () => {
    log = new MemoryEventLog(new MemoryStore(clock));
    bus = new LocalBus();
    tails = new Tails({ log, bus, clock, logger: silentLog });
    session = `s${Math.random().toString(36).slice(2)}`;
    seen = [];
    await log.append(ctx, { session, epoch: null, events: [some.created()], create: true });
  });

  it("reads everything behind it, however many pages that is", async () => {
    await write(3_499);
    await tails.open(ctx, session, 0, sink);
    expect(seqs()).to.deep.equal(upTo(3_500));
  });

  it("begins after its cursor and goes on live without a read", async () => {
    await tails.open(ctx, session, 1, sink);
    log.read = () => Promise.reject(new Error("no read was needed"));
    await new PublishingLog(log, bus).append(ctx, { session, epoch: null, events: [some.text("r", "a"), some.text("r", "b")] });
    expect(seqs()).to.deep.equal([2, 3]);
  });

  it("reads what was announced without its events, and what no announcement came for", async () => {
    await tails.open(ctx, session, 1, sink);
    await write(1);
    bus.publish(topics.session({ tenant: ctx.tenant, session }), { from: 2, to: 2 } satisfies Committed);
    await settle();
    expect(seqs()).to.deep.equal([2]);
    tails.start();
    await write(1_200);
    await clock.advance(3_000);
    expect(seqs()).to.deep.equal(upTo(1_202, 2));
    tails.stop();
  });

  it("ends when its session is gone, also when nobody told it", async () => {
    const store = new MemoryStore(clock);
    log = new MemoryEventLog(store);
    tails = new Tails({ log, bus, clock, logger: silentLog });
    await log.append(ctx, { session, epoch: null, events: [some.created()], create: true });
    let resets = 0;
    await tails.open(ctx, session, 1, { ...sink, reset: () => void resets++ });
    tails.start();
    store.find(ctx.tenant, session)!.purged = true;
    await clock.advance(7_000);
    expect(resets).to.equal(1);
    tails.stop();
  });

  it("hands on each event once when announcements repeat or come out of order", async () => {
    await tails.open(ctx, session, 1, sink);
    const batches = [];
    for (let i = 0; i < 3; i++) batches.push(await log.append(ctx, { session, epoch: null, events: [some.text("r", `${i}`)] }));
    for (const i of [2, 0, 1, 1, 2, 0]) bus.publish(topics.session({ tenant: ctx.tenant, session }), batches[i]!);
    await settle();
    expect(seqs()).to.deep.equal([2, 3, 4]);
  });

  it("says nothing more once it is closed, and refuses a session that is not there", async () => {
    const close = await tails.open(ctx, session, 1, sink);
    close();
    await new PublishingLog(log, bus).append(ctx, { session, epoch: null, events: [some.text("r", "a")] });
    expect(seen).to.deep.equal([]);
    expect(await tails.open(ctx, "nowhere", 0, sink).catch((error: unknown) => error)).to.include({ code: "session.not_found" });
  });
});
