import { prompt } from "@open-cowork/testkit/model-server";
import type { BenchContext } from "../benchmark.js";
import { interleave, startPair } from "../harness/pair.js";
import type { Measurement } from "../measure/measurement.js";
import { statsOf } from "../measure/stats.js";
import { atMost } from "../measure/target.js";

/** OpenCode holds the first token back when the rest follows in the same millisecond, so the model pauses after it, as models do. */
const ANSWER = prompt("Say something.", [{ text: "Hello" }, { waitMs: 60 }, { text: " there, this is the rest." }]);

export const benchmark = {
  about: "prompt to first text at an SSE client, warm thread, against bare OpenCode",
  async run(context: BenchContext): Promise<Measurement[]> {
    const pair = await startPair(context);
    const turns = await interleave(pair, ANSWER, { rounds: context.size(60, 1), warmUp: context.size(8, 0) });
    const ours = statsOf(turns.ours.map(({ firstTextMs }) => firstTextMs));
    const bare = statsOf(turns.bare.map(({ firstTextMs }) => firstTextMs));
    const common = { unit: "ms", p50: ours.p50, p95: ours.p95, n: ours.n };
    return [
      { metric: "added p50", value: ours.p50 - bare.p50, baseline: bare.p50, ratio: ours.p50 / bare.p50, ...common, must: atMost(10), aim: atMost(4) },
      { metric: "added p95", value: ours.p95 - bare.p95, baseline: bare.p95, ratio: ours.p95 / bare.p95, ...common, must: atMost(25) },
    ];
  },
};
