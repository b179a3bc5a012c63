import { ScriptedModelServer } from "@open-cowork/testkit/model-server";
import type { BenchContext } from "../benchmark.js";
import { BareOpenCode } from "./bare-opencode.js";
import { Cloud } from "./cloud.js";
import { CloudDriver } from "./cloud-driver.js";
import type { Turn, TurnDriver } from "./turn-driver.js";

/** Both sides of a comparison of turns, ready and idle, asking the same model server. */
export interface Pair {
  ours: TurnDriver;
  bare: TurnDriver;
  /** The host behind `ours`. */
  cloud: Cloud;
}

export async function startPair(context: BenchContext): Promise<Pair> {
  const model = await ScriptedModelServer.start();
  context.defer(() => model.close());
  const [bare, cloud] = await Promise.all([BareOpenCode.start(context, model.url), Cloud.start(context, { runtime: "opencode" })]);
  await cloud.useModel(model.url);
  return { bare, cloud, ours: new CloudDriver(cloud, (hangUp) => context.defer(hangUp)) };
}

/**
 * `rounds` turns on each side, alternating, the side that begins alternating too, so that whatever the machine does meanwhile hits both.
 * The first `warmUp` turns of each side (engine start, compilation) do not count.
 */
export async function interleave(
  { ours, bare }: Pick<Pair, "ours" | "bare">,
  text: string,
  { rounds, warmUp }: { rounds: number; warmUp: number },
): Promise<{ ours: Turn[]; bare: Turn[] }> {
  const sides = [
    { driver: ours, session: await ours.open(), turns: [] as Turn[] },
    { driver: bare, session: await bare.open(), turns: [] as Turn[] },
  ];
  for (let round = -warmUp; round < rounds; round++) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const turn = await side.driver.turn(side.session, text);
      if (round >= 0) side.turns.push(turn);
    }
  }
  return { ours: sides[0]!.turns, bare: sides[1]!.turns };
}
