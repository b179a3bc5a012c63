import { nowMs } from "@open-cowork/testkit/stamp";
import type { BenchContext } from "../benchmark.js";
import { Cloud } from "../harness/cloud.js";
import { insertsPerSecond } from "../harness/inserts.js";
import { startPostgres } from "../harness/postgres.js";
import { openRawStream } from "../harness/raw-stream.js";
import type { Measurement } from "../measure/measurement.js";
import { statsOf } from "../measure/stats.js";
import { atLeast, atMost, ratioAtLeast } from "../measure/target.js";
import { writePlan } from "../stub-runtime/stub-plan.js";

const PLAN = writePlan({ texts: 20, everyMs: 0 });
const FINISHED = /^event: run\.finished$/gm;

/** One prompt that ended: when, and how long after it was sent. */
interface Done {
  at: number;
  tookMs: number;
}

export const benchmark = {
  about: "sustained prompts a second through HTTP and SSE with a stub runtime, against single-row INSERT commits",
  async run(context: BenchContext): Promise<Measurement[]> {
    const databaseUrl = await startPostgres(context);
    const cloud = await Cloud.start(context, { runtime: "stub", databaseUrl });
    const measurements: Measurement[] = [];
    for (const sessions of context.smoke ? [1, 5] : [1, 20, 100]) {
      const inserts = await insertsPerSecond(databaseUrl, { connections: 8, forMs: context.size(3_000, 200) });
      measurements.push(...(await sustained(context, cloud, sessions, inserts)));
    }
    return measurements;
  },
};

async function sustained(context: BenchContext, cloud: Cloud, sessions: number, inserts: number): Promise<Measurement[]> {
  const many = sessions === 100;
  const until = nowMs() + context.size(many ? 30_000 : 12_000, 600);
  const started = nowMs();
  const done = (await Promise.all(Array.from({ length: sessions }, () => promptUntil(cloud, until)))).flat();
  const seconds = (nowMs() - started) / 1000;
  const latency = statsOf(done.map(({ tookMs }) => tookMs));
  const third = (until - started) / 3;
  const [first, last] = [done.filter(({ at }) => at < started + third), done.filter(({ at }) => at >= started + 2 * third && at < until)];
  const common = { p50: latency.p50, p95: latency.p95, n: done.length };
  const name = `${sessions} session${sessions === 1 ? "" : "s"}`;
  return [
    {
      metric: `${name}: prompts a second`,
      value: done.length / seconds,
      unit: "1/s",
      baseline: inserts,
      ...common,
      ...(many ? { must: atLeast(250), aim: atLeast(500) } : {}),
    },
    { metric: `${name}: p99`, value: latency.p99, unit: "ms", ...common, ...(many ? { must: atMost(500) } : {}) },
    // A tenth is what two equal thirds differ by on a machine that does other things too.
    {
      metric: `${name}: last third of the time`,
      value: last.length,
      unit: "prompts",
      baseline: first.length,
      ...common,
      must: ratioAtLeast(0.9),
      aim: ratioAtLeast(1),
    },
  ];
}

/** Prompts one thread of its own again and again, each time when the last run has ended. */
async function promptUntil(cloud: Cloud, until: number): Promise<Done[]> {
  const { id, headSeq } = await cloud.createSession();
  let finished: () => void = () => undefined;
  const socket = await openRawStream({ url: cloud.eventsUrl(id, headSeq), headers: cloud.headers }, (text) => {
    for (const _ of text.matchAll(FINISHED)) finished();
  });
  const done: Done[] = [];
  while (nowMs() < until) {
    const sent = nowMs();
    const ended = new Promise<void>((resolve, reject) => {
      finished = resolve;
      socket.once("close", () => reject(new Error("The event stream was closed")));
    });
    await cloud.prompt(id, PLAN);
    await ended;
    socket.removeAllListeners("close");
    done.push({ at: nowMs(), tookMs: nowMs() - sent });
  }
  socket.destroy();
  return done;
}
