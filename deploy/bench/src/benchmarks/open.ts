import { Agent, get } from "node:http";
import { nowMs } from "@open-cowork/testkit/stamp";
import pg from "pg";
import type { BenchContext } from "../benchmark.js";
import { Cloud } from "../harness/cloud.js";
import { CloudDriver } from "../harness/cloud-driver.js";
import { startPostgres } from "../harness/postgres.js";
import type { Measurement } from "../measure/measurement.js";
import { statsOf } from "../measure/stats.js";
import { atMost, ratioAtMost } from "../measure/target.js";
import { writePlan } from "../stub-runtime/stub-plan.js";

/** A turn of 202 events: an answer that streamed in small pieces, and some tools. */
const TURN = writePlan({ texts: 183, parts: 2, everyMs: 0, chars: 24, tools: 8 });
const EVENTS_PER_TURN = 202;

export const benchmark = {
  about: "opening a thread of 50,000 events over HTTP (snapshot and tail), against a SELECT of one row of that size",
  async run(context: BenchContext): Promise<Measurement[]> {
    const databaseUrl = await startPostgres(context);
    const cloud = await Cloud.start(context, { runtime: "stub", databaseUrl });
    const driver = new CloudDriver(cloud, (hangUp) => context.defer(hangUp));
    const session = await driver.open();
    const turns = Math.ceil(context.size(50_000, 400) / EVENTS_PER_TURN);
    for (let turn = 0; turn < turns; turn++) await driver.turn(session, TURN);
    const agent = new Agent({ keepAlive: true });
    context.defer(() => agent.destroy());
    const open = () => download(`${cloud.url}/api/v1/sessions/${session}/view`, cloud.headers, agent);
    const row = await oneRow(context, databaseUrl, await open());
    const ourMs: number[] = [];
    const bareMs: number[] = [];
    const rounds = context.size(60, 2);
    for (let round = -5; round < rounds; round++) {
      const [ours, bare] = [await timed(open), await timed(row)];
      if (round < 0) continue;
      ourMs.push(ours);
      bareMs.push(bare);
    }
    const [ours, bare] = [statsOf(ourMs), statsOf(bareMs)];
    const common = { unit: "ms", baseline: bare.p50, p50: ours.p50, p95: ours.p95, n: ours.n };
    return [
      { metric: "open p50, ratio", value: ours.p50, ...common, must: ratioAtMost(3), aim: ratioAtMost(1.5) },
      { metric: "open p50, time", value: ours.p50, ...common, must: atMost(50) },
    ];
  },
};

/** Makes a table with one row as large as the answer; resolves with what reads it. */
async function oneRow(context: BenchContext, url: string, bytes: number): Promise<() => Promise<number>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  context.defer(() => client.end());
  await client.query("CREATE TEMP TABLE bench_row (id int PRIMARY KEY, body text NOT NULL)");
  // Text that compresses about as well as a thread does; a row of one letter would hardly be read at all.
  await client.query(
    "INSERT INTO bench_row SELECT 1, left(string_agg(md5(i::text) || ' some words of a thread ', ''), $1) FROM generate_series(1, $1 / 50) AS i",
    [bytes],
  );
  context.note(`the answer has ${(bytes / 1024).toFixed(0)} KiB`);
  return async () => (await client.query<{ body: string }>({ name: "row", text: "SELECT body FROM bench_row WHERE id = 1" })).rows[0]!.body.length;
}

/** Bytes of the whole body. */
function download(url: string, headers: Record<string, string>, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
      let bytes = 0;
      response.on("data", (chunk: Buffer) => (bytes += chunk.length));
      response.once("end", () => resolve(bytes));
      response.once("error", reject);
    }).once("error", reject);
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = nowMs();
  await work();
  return nowMs() - started;
}
