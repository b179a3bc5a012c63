import { prompt } from "@open-cowork/testkit/model-server";
import { nowMs } from "@open-cowork/testkit/stamp";
import type { BenchContext } from "../benchmark.js";
import { startPair } from "../harness/pair.js";
import type { TurnDriver } from "../harness/turn-driver.js";
import type { Measurement } from "../measure/measurement.js";
import { statsOf } from "../measure/stats.js";
import { ratioAtLeast } from "../measure/target.js";

const ANSWER = prompt("Say something.", [{ text: "word ".repeat(50).trim() }]);

interface Side {
  driver: TurnDriver;
  /** First turns of new threads, then second turns of the same ones. */
  fresh: number[];
  known: number[];
}

export const benchmark = {
  about: "20 threads, one turn each, all at once, against one bare OpenCode process",
  async run(context: BenchContext): Promise<Measurement[]> {
    const { ours, bare } = await startPair(context);
    const threads = context.size(20, 2);
    const sides = [ours, bare].map((driver): Side => ({ driver, fresh: [], known: [] }));
    const rounds = context.size(6, 1);
    // The first round starts the engines; each counted one has threads of its own, as 20 people opening a new thread would.
    for (let round = -context.size(1, 0); round < rounds; round++) {
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) await playRound(round < 0 ? { ...side, fresh: [], known: [] } : side, threads);
    }
    const [us, them] = sides as [Side, Side];
    return [compare("turns a second, new threads", us.fresh, them.fresh), compare("turns a second, same threads again", us.known, them.known)];
  },
};

async function playRound({ driver, fresh, known }: Side, threads: number): Promise<void> {
  const sessions = await Promise.all(Array.from({ length: threads }, () => driver.open()));
  fresh.push(await turnsPerSecond(driver, sessions));
  known.push(await turnsPerSecond(driver, sessions));
}

async function turnsPerSecond(driver: TurnDriver, sessions: string[]): Promise<number> {
  const started = nowMs();
  await Promise.all(sessions.map((session) => driver.turn(session, ANSWER)));
  return sessions.length / ((nowMs() - started) / 1000);
}

function compare(metric: string, ours: number[], bare: number[]): Measurement {
  const { p50, p95, n } = statsOf(ours);
  return { metric, value: p50, unit: "1/s", baseline: statsOf(bare).p50, p50, p95, n, must: ratioAtLeast(0.95), aim: ratioAtLeast(1) };
}
