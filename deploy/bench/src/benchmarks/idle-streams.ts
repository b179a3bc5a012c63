import type { BenchContext } from "../benchmark.js";
import { Cloud } from "../harness/cloud.js";
import { demandOpenFiles } from "../harness/open-files.js";
import { Peer } from "../harness/peer.js";
import { openRawStream, openRawStreams } from "../harness/raw-stream.js";
import type { Measurement } from "../measure/measurement.js";
import { ratioAtMost } from "../measure/target.js";
import type { BareSsePeer } from "../peers/bare-sse.js";

const KIB = 1024;

export const benchmark = {
  about: "memory of 10,000 idle SSE connections in one process, against a bare Node SSE server",
  async run(context: BenchContext): Promise<Measurement[]> {
    const streams = context.size(10_000, 50);
    demandOpenFiles(streams);
    const bare = await bareBytes(context, streams);
    const ours = await ourBytes(context, streams);
    return [
      { metric: "resident memory a stream", value: ours / KIB, unit: "KiB", baseline: bare / KIB, n: streams, must: ratioAtMost(1.5), aim: ratioAtMost(1.1) },
    ];
  },
};

async function bareBytes(context: BenchContext, streams: number): Promise<number> {
  const peer = await Peer.start<BareSsePeer>(context, { module: "bare-sse", nodeOptions: ["--expose-gc"] });
  const { url } = await peer.call.start(undefined);
  const bytes = await growth(
    streams,
    () => peer.call.resident(undefined),
    () => openRawStream({ url }),
  );
  await peer.stop();
  return bytes;
}

/** The streams are spread over a hundred threads, as those of many people would be. */
async function ourBytes(context: BenchContext, streams: number): Promise<number> {
  const cloud = await Cloud.start(context, { runtime: "stub" });
  const threads = await Promise.all(Array.from({ length: context.size(100, 5) }, () => cloud.createSession()));
  const open = (index: number) => {
    const { id, headSeq } = threads[index % threads.length]!;
    return openRawStream({ url: cloud.eventsUrl(id, headSeq), headers: cloud.headers });
  };
  const bytes = await growth(streams, () => cloud.peer.call.resident(undefined), open);
  await cloud.peer.stop();
  return bytes;
}

/** Bytes a stream adds to the server. A first tenth is opened and closed before, so that code and pools are not counted as streams. */
async function growth(streams: number, resident: () => Promise<number>, open: Parameters<typeof openRawStreams>[1]): Promise<number> {
  for (const socket of await openRawStreams(Math.ceil(streams / 10), open)) socket.destroy();
  const before = await resident();
  const sockets = await openRawStreams(streams, open);
  const after = await resident();
  for (const socket of sockets) socket.destroy();
  return (after - before) / streams;
}
