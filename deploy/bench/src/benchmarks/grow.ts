import { EVENT_LOG, type EventLog } from "@open-cowork/core/sessions";
import { event, type NewEvent, newId } from "@open-cowork/shared";
import type { BenchContext } from "../benchmark.js";
import { ownerContext, startHost } from "../harness/host.js";
import { tempDir } from "../harness/temp-dir.js";
import type { Measurement } from "../measure/measurement.js";
import { nowMs, type Stats, statsOf } from "../measure/stats.js";
import { ratioAtMost } from "../measure/target.js";

type Tenant = { tenant: string };

export const benchmark = {
  about: "cost of one append to a thread of 100, 10,000 and 1,000,000 events",
  async run(context: BenchContext): Promise<Measurement[]> {
    const host = await startHost({ directory: await tempDir(context, "grow"), runtime: "stub" });
    context.defer(() => host.stop());
    const tenant = await ownerContext(host);
    const log = host.port(EVENT_LOG);
    const sizes = context.smoke ? [100, 1_000] : [100, 10_000, 1_000_000];
    const threads: { size: number; id: string; samples: number[] }[] = [];
    for (const size of sizes) threads.push({ size, id: await seed(log, tenant, size), samples: [] });
    const rounds = context.size(600, 10);
    // One append to each thread in turn, so that the machine's moods hit all sizes alike.
    for (let round = -50; round < rounds; round++) {
      for (const { id, samples } of threads) {
        const started = nowMs();
        await log.append(tenant, { session: id, epoch: null, events: [text(round)] });
        if (round >= 0) samples.push(nowMs() - started);
      }
    }
    const [smallest, ...larger] = threads.map(({ size, samples }) => ({ size, stats: statsOf(samples) })) as [Row, ...Row[]];
    return larger.map(({ size, stats }) => ({
      metric: `append at ${size.toLocaleString("en")} events`,
      value: stats.p50,
      unit: "ms",
      baseline: smallest.stats.p50,
      p50: stats.p50,
      p95: stats.p95,
      n: stats.n,
      must: ratioAtMost(1.2),
      aim: ratioAtMost(1),
    }));
  },
};

interface Row {
  size: number;
  stats: Stats;
}

/** A thread of that many events; resolves with its id. */
async function seed(log: EventLog, tenant: Tenant, size: number): Promise<string> {
  const session = newId();
  await log.append(tenant, {
    session,
    epoch: null,
    create: true,
    events: [event("session.created", { title: "A long thread", by: { kind: "system", id: "bench", name: "Benchmark" } })],
  });
  for (let written = 1; written < size; ) {
    const batch = Math.min(1_000, size - written);
    await log.append(tenant, { session, epoch: null, events: Array.from({ length: batch }, (_, i) => text(written + i)) });
    written += batch;
  }
  return session;
}

function text(i: number): NewEvent {
  return { kind: "text.appended", run: "run", body: { message: "message", part: `part-${i}`, text: "a few words " } };
}
