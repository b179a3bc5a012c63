import { Agent, request } from "node:http";
import { prompt } from "@open-cowork/testkit/model-server";
import { nowMs } from "@open-cowork/testkit/stamp";
import type { BenchContext } from "../benchmark.js";
import { Peer } from "../harness/peer.js";
import type { Measurement } from "../measure/measurement.js";
import { statsOf } from "../measure/stats.js";
import { atMost, ratioAtLeast } from "../measure/target.js";
import type { ModelRelayPeer } from "../peers/model-relay.js";
import type { ModelServerPeer } from "../peers/model-server.js";

/** Where completions are asked for, and what a number of them took. */
interface Side {
  url: string;
  token: string;
  totalMs: number[];
  bytesPerMs: number[];
}

export const benchmark = {
  about: "a streamed completion through the model gateway, against the model server itself",
  async run(context: BenchContext): Promise<Measurement[]> {
    const agent = new Agent({ keepAlive: true });
    context.defer(() => agent.destroy());
    const sides = await startSides(context);
    const short = completion(20);
    const long = completion(context.size(20_000, 200));
    await alternate(sides, context.size(400, 5), context.size(50, 2), async (side) => {
      const { ms } = await complete(side, short, agent);
      side.totalMs.push(ms);
    });
    await alternate(sides, context.size(12, 1), 1, async (side) => {
      const { ms, bytes } = await complete(side, long, agent);
      side.bytesPerMs.push(bytes / ms);
    });
    const [ours, bare] = sides.map(({ totalMs, bytesPerMs }) => ({ ms: statsOf(totalMs), rate: statsOf(bytesPerMs) })) as [Figures, Figures];
    return [
      {
        metric: "added p50, completion of 20 tokens",
        value: ours.ms.p50 - bare.ms.p50,
        unit: "ms",
        baseline: bare.ms.p50,
        ratio: ours.ms.p50 / bare.ms.p50,
        p50: ours.ms.p50,
        p95: ours.ms.p95,
        n: ours.ms.n,
        must: atMost(1.5),
        aim: atMost(0.5),
      },
      // Bytes a millisecond are kilobytes a second.
      {
        metric: "throughput of a stream",
        value: ours.rate.p50,
        unit: "kB/s",
        baseline: bare.rate.p50,
        p50: ours.rate.p50,
        p95: ours.rate.p95,
        n: ours.rate.n,
        must: ratioAtLeast(0.9),
      },
    ];
  },
};

type Figures = Record<"ms" | "rate", ReturnType<typeof statsOf>>;

/** Client, gateway and model server each in a process of their own, as engine, host and provider are. */
async function startSides(context: BenchContext): Promise<[Side, Side]> {
  const model = await Peer.start<ModelServerPeer>(context, { module: "model-server" });
  const { url } = await model.call.start(undefined);
  const relay = await Peer.start<ModelRelayPeer>(context, { module: "model-relay" });
  const side = (at: { url: string; token: string }): Side => ({ ...at, totalMs: [], bytesPerMs: [] });
  return [side(await relay.call.start({ modelUrl: url })), side({ url, token: "benchmark" })];
}

async function alternate(sides: [Side, Side], rounds: number, warmUp: number, once: (side: Side) => Promise<void>): Promise<void> {
  for (let round = -warmUp; round < rounds; round++) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) await once(round < 0 ? { ...side, totalMs: [], bytesPerMs: [] } : side);
  }
}

function completion(tokens: number): string {
  const content = prompt("Say something.", [{ text: "word ".repeat(tokens).trim() }]);
  return JSON.stringify({ model: "scripted", stream: true, messages: [{ role: "user", content }] });
}

/** One completion, read to its end. */
function complete({ url, token }: Side, body: string, agent: Agent): Promise<{ ms: number; bytes: number }> {
  const started = nowMs();
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const outgoing = request(`${url}/chat/completions`, { method: "POST", agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
      let bytes = 0;
      response.on("data", (chunk: Buffer) => (bytes += chunk.length));
      response.once("end", () => resolve({ ms: nowMs() - started, bytes }));
      response.once("error", reject);
    });
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}
