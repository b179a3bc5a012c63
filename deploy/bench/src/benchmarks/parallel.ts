import { prompt } from "@open-cowork/testkit/model-server";
import type { BenchContext } from "../benchmark.js";
import { startPair } from "../harness/pair.js";
import type { TurnDriver } from "../harness/turn-driver.js";
import type { Measurement } from "../measure/measurement.js";
import { nowMs, statsOf } from "../measure/stats.js";
import { ratioAtLeast } from "../measure/target.js";

const ANSWER = prompt("Say something.", [{ text: "word ".repeat(50).trim() }]);

export const benchmark = {
  about: "20 threads, one turn each, all at once, against one bare OpenCode process",
  async run(context: BenchContext): Promise<Measurement[]> {
    const { ours, bare } = await startPair(context);
    const threads = context.size(20, 3);
    const sides = [ours, bare].map((driver) => ({ driver, perSecond: [] as number[], turnMs: [] as number[] }));
    const rounds = context.size(8, 1);
    // The first round starts the engines; each counted one has threads of its own, as 20 people opening a new thread would.
    for (let round = -1; round < rounds; round++) {
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        const { perSecond, turnMs } = await atOnce(side.driver, threads);
        if (round < 0) continue;
        side.perSecond.push(perSecond);
        side.turnMs.push(...turnMs);
      }
    }
    const rate = statsOf(sides[0]!.perSecond);
    const bareRate = statsOf(sides[1]!.perSecond);
    const turn = statsOf(sides[0]!.turnMs);
    const bareTurn = statsOf(sides[1]!.turnMs);
    return [
      {
        metric: "turns a second",
        value: rate.p50,
        unit: "1/s",
        baseline: bareRate.p50,
        p50: rate.p50,
        p95: rate.p95,
        n: rate.n,
        must: ratioAtLeast(0.95),
        aim: ratioAtLeast(1),
      },
      { metric: "turn under load p50", value: turn.p50, unit: "ms", baseline: bareTurn.p50, p50: turn.p50, p95: turn.p95, n: turn.n },
    ];
  },
};

async function atOnce(driver: TurnDriver, threads: number): Promise<{ perSecond: number; turnMs: number[] }> {
  const sessions = await Promise.all(Array.from({ length: threads }, () => driver.open()));
  const started = nowMs();
  const turns = await Promise.all(sessions.map((session) => driver.turn(session, ANSWER)));
  return { perSecond: threads / ((nowMs() - started) / 1000), turnMs: turns.map(({ doneMs }) => doneMs) };
}
