import { launchBrowser } from "@open-cowork/testkit/browser";
import { prompt } from "@open-cowork/testkit/model-server";
import { nowMs, STAMP } from "@open-cowork/testkit/stamp";
import type { BenchContext } from "../benchmark.js";
import { interleave, type Pair, startPair } from "../harness/pair.js";
import { ShownWords } from "../harness/shown-words.js";
import type { TurnDriver } from "../harness/turn-driver.js";
import type { Measurement } from "../measure/measurement.js";
import { type Stats, statsOf } from "../measure/stats.js";
import { atMost } from "../measure/target.js";

/** OpenCode holds the first token back when the rest follows in the same millisecond, so the model pauses after it, as models do. */
const ANSWER = prompt("Say something.", [{ text: "Hello" }, { waitMs: 60 }, { text: " there, this is the rest." }]);
const TOKENS = 100;
const COUNT = prompt("Count.", [{ stamps: TOKENS, everyMs: 10 }]);

export const benchmark = {
  about: "prompt to first text, and each token of a steady stream, at an SSE client and in a real Chromium, warm thread, against bare OpenCode's stream",
  async run(context: BenchContext): Promise<Measurement[]> {
    const pair = await startPair(context);
    const turns = await interleave(pair, ANSWER, { rounds: context.size(60, 1), warmUp: context.size(8, 0) });
    const first = { ours: statsOf(turns.ours.map(({ firstTextMs }) => firstTextMs)), bare: statsOf(turns.bare.map(({ firstTextMs }) => firstTextMs)) };
    const each = await tokenDelays(pair, context.size(10, 1));
    const shown = await shownDelays(context, pair, context.size(10, 1));
    return [...added("", first), ...added("each token, one every 10 ms: ", each), ...added("each token, in a browser's page: ", shown)];
  },
};

/** The same where somebody looks on: from the sending to where the word stands in the page, against bare OpenCode's stream with that browser at rest. */
async function shownDelays(context: BenchContext, { ours, bare, cloud }: Pair, rounds: number): Promise<{ ours: Stats; bare: Stats }> {
  const session = await ours.open();
  const bareSession = await bare.open();
  const browser = await launchBrowser();
  context.defer(() => browser.close());
  const page = await ShownWords.open(browser, { url: `${cloud.url}/t/${session}`, cookies: await cloud.signIn() });
  const delays = { ours: [] as number[], bare: [] as number[] };
  // The first round of each compiles what it uses.
  for (let round = -1; round < rounds; round++) {
    await ours.turn(session, COUNT);
    const shown = await page.take(TOKENS);
    const read = await delaysOf(bare, bareSession);
    if (round < 0) continue;
    delays.ours.push(...shown);
    delays.bare.push(...read);
  }
  return { ours: statsOf(delays.ours), bare: statsOf(delays.bare) };
}

/** From the provider's sending of a token to the client's reading of it. Every token is seen exactly once on both sides, or this throws. */
async function tokenDelays({ ours, bare }: Pair, rounds: number): Promise<{ ours: Stats; bare: Stats }> {
  const sides = [ours, bare].map((driver) => ({ driver, delays: [] as number[] }));
  const sessions = await Promise.all(sides.map(({ driver }) => driver.open()));
  for (let round = 0; round < rounds; round++) {
    for (const at of round % 2 === 0 ? [0, 1] : [1, 0]) sides[at]!.delays.push(...(await delaysOf(sides[at]!.driver, sessions[at]!)));
  }
  return { ours: statsOf(sides[0]!.delays), bare: statsOf(sides[1]!.delays) };
}

async function delaysOf(driver: TurnDriver, session: string): Promise<number[]> {
  const seen = new Map<string, number>();
  let copies = 0;
  await driver.turn(session, COUNT, (data) => {
    const now = nowMs();
    for (const [, sent = ""] of data.matchAll(STAMP)) {
      copies += 1;
      seen.set(sent, now - Number(sent));
    }
  });
  if (seen.size !== TOKENS || copies !== TOKENS) throw new Error(`${driver.name} showed ${seen.size} of ${TOKENS} tokens, ${copies} times in all`);
  return [...seen.values()];
}

function added(of: string, { ours, bare }: { ours: Stats; bare: Stats }): Measurement[] {
  const common = { unit: "ms", p50: ours.p50, p95: ours.p95, n: ours.n };
  return [
    { metric: `${of}added p50`, value: ours.p50 - bare.p50, baseline: bare.p50, ratio: ours.p50 / bare.p50, ...common, must: atMost(10), aim: atMost(4) },
    { metric: `${of}added p95`, value: ours.p95 - bare.p95, baseline: bare.p95, ratio: ours.p95 / bare.p95, ...common, must: atMost(25) },
  ];
}
