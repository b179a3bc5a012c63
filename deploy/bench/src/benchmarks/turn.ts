import { prompt } from "@open-cowork/testkit/model-server";
import type { BenchContext } from "../benchmark.js";
import { interleave, startPair } from "../harness/pair.js";
import type { Measurement } from "../measure/measurement.js";
import { statsOf } from "../measure/stats.js";
import { ratioAtMost } from "../measure/target.js";

const TOKENS = 200;
const ANSWER = prompt("Say a lot.", [{ text: "word ".repeat(TOKENS).trim() }]);

export const benchmark = {
  about: `prompt to the end of the run, ${TOKENS} tokens without delay, against bare OpenCode`,
  async run(context: BenchContext): Promise<Measurement[]> {
    const pair = await startPair(context);
    const turns = await interleave(pair, ANSWER, { rounds: context.size(60, 1), warmUp: context.size(8, 0) });
    const ours = statsOf(turns.ours.map(({ doneMs }) => doneMs));
    const bare = statsOf(turns.bare.map(({ doneMs }) => doneMs));
    return [
      {
        metric: "turn p50",
        value: ours.p50,
        unit: "ms",
        baseline: bare.p50,
        p50: ours.p50,
        p95: ours.p95,
        n: ours.n,
        must: ratioAtMost(1.05),
        aim: ratioAtMost(1.02),
      },
    ];
  },
};
