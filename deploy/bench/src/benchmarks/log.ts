import type { RequestContext } from "@open-cowork/core/kernel";
import { EVENT_LOG, PublishingLog, WORKSPACE, type Workspace } from "@open-cowork/core/sessions";
import { DATABASE_URL, EVENT_BUS } from "@open-cowork/core/transport";
import { event, type NewEvent, newId } from "@open-cowork/shared";
import type { BenchContext } from "../benchmark.js";
import { ownerContext, startHost } from "../harness/host.js";
import { RawLog } from "../harness/raw-log.js";
import { tempDir } from "../harness/temp-dir.js";
import { waitFor } from "../harness/wait-for.js";
import type { Measurement } from "../measure/measurement.js";
import { nowMs, type Stats, statsOf } from "../measure/stats.js";
import { ratioAtLeast } from "../measure/target.js";

const CONNECTIONS = 8;

/** Appends for a while and resolves with what it did. */
type Side = (batch: number, forMs: number) => Promise<{ events: number; ms: number; appendMs: number[] }>;

export const benchmark = {
  about: "durable events a second, appended and delivered to one reader a thread, against raw batched INSERTs",
  async run(context: BenchContext): Promise<Measurement[]> {
    const host = await startHost({ directory: await tempDir(context, "log"), runtime: "stub" });
    context.defer(() => host.stop());
    const owner = await ownerContext(host);
    const sessions = Array.from({ length: context.size(100, 8) }, () => newId());
    const log = new PublishingLog(host.port(EVENT_LOG), host.port(EVENT_BUS));
    const ours = await ourSide(context, { log, workspace: host.port(WORKSPACE), owner, sessions });
    const raw = await RawLog.open(context, { url: host.port(DATABASE_URL).reveal(), connections: CONNECTIONS, tenant: owner.tenant, sessions });
    const bare: Side = (batch, forMs) => lanes(sessions, batch, forMs, (session, events) => raw.insert(session, events));
    const measurements: Measurement[] = [];
    for (const batch of [1, 5, 20, 64]) measurements.push(await compare(context, batch, ours, bare));
    return measurements;
  },
};

async function compare(context: BenchContext, batch: number, ours: Side, bare: Side): Promise<Measurement> {
  const rates = { ours: [] as number[], bare: [] as number[] };
  const appendMs: number[] = [];
  const rounds = context.size(6, 1);
  for (let round = -1; round < rounds; round++) {
    for (const side of round % 2 === 0 ? (["ours", "bare"] as const) : (["bare", "ours"] as const)) {
      const slice = await (side === "ours" ? ours : bare)(batch, context.size(1_500, 100));
      if (round < 0 && !context.smoke) continue;
      rates[side].push(slice.events / (slice.ms / 1000));
      if (side === "ours") appendMs.push(...slice.appendMs);
    }
  }
  const [rate, limit] = [statsOf(rates.ours), statsOf(rates.bare)] as [Stats, Stats];
  const append = statsOf(appendMs);
  return {
    metric: `batches of ${batch}`,
    value: rate.p50,
    unit: "events/s",
    baseline: limit.p50,
    p50: rate.p50,
    p95: rate.p95,
    n: append.n,
    must: ratioAtLeast(0.5),
    aim: ratioAtLeast(0.7),
  };
}

interface Ours {
  log: PublishingLog;
  workspace: Workspace;
  owner: RequestContext;
  sessions: string[];
}

/** Appending and announcing as the product does, with a reader on each thread; a slice ends when the readers have everything. */
async function ourSide(context: BenchContext, { log, workspace, owner, sessions }: Ours): Promise<Side> {
  let delivered = 0;
  for (const session of sessions) {
    const created = event("session.created", { title: "Benchmark", by: owner.principal.actor });
    await log.append(owner, { session, epoch: null, create: true, events: [created] });
    const sink = { events: (batch: readonly unknown[]) => void (delivered += batch.length), reset: () => undefined };
    context.defer(await workspace.tail(owner, session, 1, sink));
  }
  return async (batch, forMs) => {
    const before = delivered;
    const started = nowMs();
    const slice = await lanes(sessions, batch, forMs, async (session, events) => {
      await log.append(owner, { session, epoch: null, events });
    });
    await waitFor(() => delivered - before >= slice.events, "the readers had everything", { everyMs: 1 });
    return { ...slice, ms: nowMs() - started };
  };
}

/** One lane a connection, each with threads of its own: a thread has one writer. */
async function lanes(sessions: string[], batch: number, forMs: number, append: (session: string, events: NewEvent[]) => Promise<void>) {
  const started = nowMs();
  const appendMs: number[] = [];
  const lane = async (first: number) => {
    for (let at = first; nowMs() - started < forMs; at += CONNECTIONS) {
      const from = nowMs();
      await append(sessions[at < sessions.length ? at : (at = first)]!, textEvents(batch));
      appendMs.push(nowMs() - from);
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONNECTIONS, sessions.length) }, (_, first) => lane(first)));
  return { events: appendMs.length * batch, ms: nowMs() - started, appendMs };
}

function textEvents(count: number): NewEvent[] {
  return Array.from({ length: count }, (_, i) => ({
    kind: "text.appended",
    run: "01K00000000000000000000000",
    body: { message: "01K0M", part: `01K0P${i}`, text: "a few words " },
  }));
}
