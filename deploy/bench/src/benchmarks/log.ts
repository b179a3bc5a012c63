import { silentLog } from "@open-cowork/core/kernel";
import { Tails } from "@open-cowork/core/sessions";
import type { NewEvent } from "@open-cowork/shared";
import { realClock } from "@open-cowork/testkit/real-clock";
import { nowMs } from "@open-cowork/testkit/stamp";
import type { BenchContext } from "../benchmark.js";
import { type LeasedThread, LogUnderTest } from "../harness/log-under-test.js";
import { startPostgres } from "../harness/postgres.js";
import { RawLog } from "../harness/raw-log.js";
import { waitFor } from "../harness/wait-for.js";
import type { Measurement } from "../measure/measurement.js";
import { statsOf } from "../measure/stats.js";
import { ratioAtLeast } from "../measure/target.js";

const CONNECTIONS = 8;

/** What happened in one slice of time. */
interface Slice {
  events: number;
  ms: number;
  appends: number;
}
type Side = (batch: number, forMs: number) => Promise<Slice>;

export const benchmark = {
  about: "durable events a second, appended and delivered to one reader a thread, against raw batched INSERTs",
  async run(context: BenchContext): Promise<Measurement[]> {
    const url = await startPostgres(context);
    const log = await LogUnderTest.open(context, { url, connections: CONNECTIONS });
    const threads: LeasedThread[] = [];
    for (let i = 0; i < context.size(100, CONNECTIONS); i++) threads.push(await log.thread());
    const ours = await ourSide(context, log, threads);
    const raw = await RawLog.open(context, { url, connections: CONNECTIONS });
    const bare: Side = (batch, forMs) => lanes(threads, batch, forMs, ({ tenant, session }, events) => raw.insert({ tenant, session }, events));
    const measurements: Measurement[] = [];
    for (const batch of [1, 5, 20, 64]) measurements.push(await compare(context, batch, ours, bare));
    return measurements;
  },
};

/** Slices of both sides in turn; the first of each is not counted. */
async function compare(context: BenchContext, batch: number, ours: Side, bare: Side): Promise<Measurement> {
  const sides = [ours, bare].map((run) => ({ run, rates: [] as number[], appends: 0 }));
  for (let round = -context.size(1, 0); round < context.size(6, 1); round++) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const { events, ms, appends } = await side.run(batch, context.size(1_500, 100));
      if (round < 0) continue;
      side.rates.push(events / (ms / 1000));
      side.appends += appends;
    }
  }
  const rate = statsOf(sides[0]!.rates);
  const { p50: baseline } = statsOf(sides[1]!.rates);
  const targets = { must: ratioAtLeast(0.5), aim: ratioAtLeast(0.7) };
  return { metric: `batches of ${batch}`, value: rate.p50, unit: "events/s", baseline, p50: rate.p50, p95: rate.p95, n: sides[0]!.appends, ...targets };
}

/** Appending and announcing as the product does, with a reader on each thread; a slice ends when the readers have everything. */
async function ourSide(context: BenchContext, { publishing, bus, storage }: LogUnderTest, threads: LeasedThread[]): Promise<Side> {
  let delivered = 0;
  const sink = { events: (batch: readonly unknown[]) => void (delivered += batch.length), reset: () => undefined };
  const tails = new Tails({ log: storage.log, bus, clock: realClock, logger: silentLog });
  tails.start();
  context.defer(() => tails.stop());
  for (const { tenant, session } of threads) await tails.open({ tenant }, session, 1, sink);
  return async (batch, forMs) => {
    const before = delivered;
    const started = nowMs();
    const slice = await lanes(threads, batch, forMs, async ({ tenant, session, epoch }, events) => {
      await publishing.append({ tenant }, { session, epoch, events });
    });
    await waitFor(() => delivered - before >= slice.events, "the readers had everything", { everyMs: 1 });
    return { ...slice, ms: nowMs() - started };
  };
}

/** One lane a connection, each with threads of its own, because a thread has one writer. */
async function lanes(
  threads: LeasedThread[],
  batch: number,
  forMs: number,
  append: (thread: LeasedThread, events: NewEvent[]) => Promise<void>,
): Promise<Slice> {
  const started = nowMs();
  let appends = 0;
  const lane = async (mine: LeasedThread[]) => {
    for (let turn = 0; nowMs() - started < forMs; turn++) {
      await append(mine[turn % mine.length]!, textEvents(batch));
      appends++;
    }
  };
  const shares = Array.from({ length: CONNECTIONS }, (_, first) => threads.filter((_thread, i) => i % CONNECTIONS === first));
  await Promise.all(shares.map(lane));
  return { events: appends * batch, ms: nowMs() - started, appends };
}

function textEvents(count: number): NewEvent[] {
  const run = "01K00000000000000000000000";
  return Array.from({ length: count }, (_, i) => ({ kind: "text.appended", run, body: { message: `${run}-m`, part: `${run}-${i}`, text: "a few words " } }));
}
