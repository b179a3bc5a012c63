import { launchBrowser } from "@open-cowork/testkit/browser";
import type { BenchContext } from "../benchmark.js";
import { Cloud } from "../harness/cloud.js";
import { CloudDriver } from "../harness/cloud-driver.js";
import { firstLoad, type Load } from "../harness/first-load.js";
import { scrollFrames } from "../harness/scroll-frames.js";
import type { Measurement } from "../measure/measurement.js";
import { statsOf } from "../measure/stats.js";
import { atMost, below } from "../measure/target.js";
import { writePlan } from "../stub-runtime/stub-plan.js";

/** Each text event is a part of its own here, and each part a block of the thread. */
const BLOCKS_PER_TURN = 100;
const TURN = writePlan({ texts: BLOCKS_PER_TURN, everyMs: 0, chars: 240 });
const BARE_PAGE = `data:text/html,<div style="height:400000px;background:linear-gradient(white,gray)"></div>`;

export const benchmark = {
  about: "first load, time to interactive and a long scroll in a real Chromium",
  async run(context: BenchContext): Promise<Measurement[]> {
    const cloud = await Cloud.start(context, { runtime: "stub" });
    const thread = await longThread(context, cloud, context.size(10_000, 200));
    const browser = await launchBrowser();
    context.defer(() => browser.close());
    const loads: Load[] = [];
    // The first load of a browser process starts its helpers too; people have their browser open.
    for (let i = -1; i < context.size(10, 1); i++) {
      const load = await firstLoad(browser, cloud);
      if (i >= 0) loads.push(load);
    }
    const ready = statsOf(loads.map(({ interactiveMs }) => interactiveMs));
    const { codeKb, fontKb } = loads.at(-1)!;
    const seconds = context.size(10, 1);
    const ours = await scrollFrames(browser, { url: `${cloud.url}/t/${thread}`, cookies: await cloud.signIn(), seconds });
    const bare = await scrollFrames(browser, { url: BARE_PAGE, cookies: [], seconds });
    return [
      { metric: "first load, gzip: HTML, CSS, JavaScript", value: codeKb, unit: "KB", n: loads.length, must: atMost(105), aim: atMost(80) },
      { metric: "first load: fonts and images", value: fontKb, unit: "KB", n: loads.length },
      { metric: "interactive p50", value: ready.p50, unit: "ms", p50: ready.p50, p95: ready.p95, n: ready.n, must: atMost(1_000), aim: atMost(500) },
      // A bare page drops none on a quiet machine: a ratio to it would say nothing.
      {
        metric: "scroll of 10,000 blocks, frames dropped",
        value: ours.droppedPercent,
        unit: "%",
        baseline: bare.droppedPercent,
        n: ours.frames,
        must: below(1),
        aim: atMost(0),
      },
    ];
  },
};

async function longThread(context: BenchContext, cloud: Cloud, blocks: number): Promise<string> {
  const driver = new CloudDriver(cloud, (hangUp) => context.defer(hangUp));
  const session = await driver.open();
  for (let written = 0; written < blocks; written += BLOCKS_PER_TURN) await driver.turn(session, TURN);
  return session;
}
