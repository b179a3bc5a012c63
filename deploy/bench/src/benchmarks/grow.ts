import type { NewEvent } from "@open-cowork/shared";
import { nowMs } from "@open-cowork/testkit/stamp";
import type { BenchContext } from "../benchmark.js";
import { type LeasedThread, LogUnderTest } from "../harness/log-under-test.js";
import { startPostgres } from "../harness/postgres.js";
import type { Measurement } from "../measure/measurement.js";
import { type Stats, statsOf } from "../measure/stats.js";
import { ratioAtMost } from "../measure/target.js";

const SEED_BATCH = 1_000;

/** A thread of `size` events and what appends to it took, in milliseconds. */
interface Grown {
  size: number;
  thread: LeasedThread;
  samples: number[];
}

export const benchmark = {
  about: "cost of one append to a thread of 10,000 and 1,000,000 events, against one of 100",
  async run(context: BenchContext): Promise<Measurement[]> {
    const log = await LogUnderTest.open(context, { url: await startPostgres(context), connections: 2 });
    const grown: Grown[] = [];
    for (const size of context.smoke ? [100, 1_000] : [100, 10_000, 1_000_000]) grown.push({ size, thread: await seed(log, size), samples: [] });
    const rounds = context.size(1_000, 10);
    // One append to each thread in turn, so that whatever the machine does meanwhile hits all sizes alike.
    for (let round = -100; round < rounds; round++) {
      for (const { thread, samples } of grown) {
        const started = nowMs();
        await append(log, thread, [text(round)]);
        if (round >= 0) samples.push(nowMs() - started);
      }
    }
    const [smallest, ...larger] = grown.map(({ size, samples }) => ({ size, stats: statsOf(samples) })) as [Sized, ...Sized[]];
    return larger.map((one) => compare(one, smallest));
  },
};

interface Sized {
  size: number;
  stats: Stats;
}

function compare({ size, stats: { p50, p95, n } }: Sized, smallest: Sized): Measurement {
  const metric = `append at ${size.toLocaleString("en")} events`;
  return { metric, value: p50, unit: "ms", baseline: smallest.stats.p50, p50, p95, n, must: ratioAtMost(1.2), aim: ratioAtMost(1) };
}

async function seed(log: LogUnderTest, size: number): Promise<LeasedThread> {
  const thread = await log.thread();
  for (let written = 1; written < size; written += SEED_BATCH) {
    const batch = Math.min(SEED_BATCH, size - written);
    await append(
      log,
      thread,
      Array.from({ length: batch }, (_, i) => text(written + i)),
    );
  }
  return thread;
}

async function append({ storage }: LogUnderTest, { tenant, session, epoch }: LeasedThread, events: NewEvent[]): Promise<void> {
  await storage.log.append({ tenant }, { session, epoch, events });
}

function text(i: number): NewEvent {
  return { kind: "text.appended", run: "run", body: { message: "message", part: `part-${i}`, text: "a few words " } };
}
