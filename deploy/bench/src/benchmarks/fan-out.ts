import { nowMs, STAMP } from "@open-cowork/testkit/stamp";
import type { BenchContext } from "../benchmark.js";
import { Cloud } from "../harness/cloud.js";
import { demandOpenFiles } from "../harness/open-files.js";
import { Peer } from "../harness/peer.js";
import { openRawStream, openRawStreams } from "../harness/raw-stream.js";
import { waitFor } from "../harness/wait-for.js";
import type { Measurement } from "../measure/measurement.js";
import { type Stats, statsOf } from "../measure/stats.js";
import { ratioAtMost } from "../measure/target.js";
import type { BareSsePeer } from "../peers/bare-sse.js";
import { writePlan } from "../stub-runtime/stub-plan.js";

const EVERY_MS = 20;
const CHARS = 12;

/** One side: its readers' delays from the moment an event came into being, and how to make events come. */
interface Side {
  delays: number[];
  play(texts: number): Promise<void>;
}

export const benchmark = {
  about: "one thread, 1,000 SSE readers, 50 events a second, against a bare Node SSE server",
  async run(context: BenchContext): Promise<Measurement[]> {
    const readers = context.size(1_000, 20);
    const texts = context.size(250, 10);
    demandOpenFiles(2 * readers);
    const sides = [await ourSide(context, readers), await bareSide(context, readers)] as const;
    const rounds = context.size(4, 1);
    for (let round = 0; round < rounds; round++) {
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        const expected = side.delays.length + texts * readers;
        await side.play(texts);
        await waitFor(() => side.delays.length >= expected, "all readers got all events");
      }
    }
    const [ours, bare] = sides.map(({ delays }) => statsOf(delays)) as [Stats, Stats];
    const common = { unit: "ms", p50: ours.p50, p95: ours.p95, n: ours.n };
    return [
      { metric: "delay p99", value: ours.p99, baseline: bare.p99, ...common, must: ratioAtMost(2), aim: ratioAtMost(1.2) },
      { metric: "delay p50", value: ours.p50, baseline: bare.p50, ...common },
    ];
  },
};

async function ourSide(context: BenchContext, readers: number): Promise<Side> {
  const cloud = await Cloud.start(context, { runtime: "stub" });
  const { id, headSeq } = await cloud.createSession();
  const delays = await connect(context, readers, cloud.eventsUrl(id, headSeq), cloud.headers);
  return { delays, play: (texts) => cloud.prompt(id, writePlan({ texts, everyMs: EVERY_MS, chars: CHARS, stamped: true })) };
}

async function bareSide(context: BenchContext, readers: number): Promise<Side> {
  const peer = await Peer.start<BareSsePeer>(context, { module: "bare-sse" });
  const { url } = await peer.call.start(undefined);
  const delays = await connect(context, readers, url, {});
  return { delays, play: (texts) => peer.call.play({ texts, everyMs: EVERY_MS, chars: CHARS }) };
}

async function connect(context: BenchContext, readers: number, url: string, headers: Record<string, string>): Promise<number[]> {
  const delays: number[] = [];
  const onText = (text: string) => {
    const now = nowMs();
    for (const [, sent] of text.matchAll(STAMP)) delays.push(now - Number(sent));
  };
  const sockets = await openRawStreams(readers, () => openRawStream({ url, headers }, onText));
  context.defer(() => {
    for (const socket of sockets) socket.destroy();
  });
  return delays;
}
