import { nowMs } from "@open-cowork/testkit/stamp";
import type { BenchContext } from "../benchmark.js";
import { Bridge } from "../harness/bridge.js";
import { Cloud } from "../harness/cloud.js";
import { type Count, InboundLedger } from "../harness/inbound-ledger.js";
import { Peer } from "../harness/peer.js";
import { startPostgres } from "../harness/postgres.js";
import { SignedWebhooks } from "../harness/signed-webhooks.js";
import { waitFor } from "../harness/wait-for.js";
import { CONNECTIONS, isTaken, type Load, WebhookLoad } from "../harness/webhook-load.js";
import type { Measurement } from "../measure/measurement.js";
import { statsOf } from "../measure/stats.js";
import { atMost, ratioAtLeast } from "../measure/target.js";
import type { BareWebhookPeer } from "../peers/bare-webhook.js";

const PER_SECOND = 500;
/** A workspace that is busy with what came in may need long until all of it is prompted. */
const DRAIN_MS = 20 * 60_000;

export const benchmark = {
  about: `signed webhooks until they are stored and prompted, ${CONNECTIONS} connections, against a Koa server that inserts a row for each`,
  async run(context: BenchContext): Promise<Measurement[]> {
    const sides = await startSides(context);
    const flooded = await takeTurns(context, sides);
    const steady = await sides.ours.steady({ perSecond: PER_SECOND, forMs: context.size(60_000, 200) });
    context.note(`${steady.latenciesMs.length} messages at ${PER_SECOND} a second were stored`);
    await sides.drain();
    context.note("all of them were prompted");
    return [...flooded, ...atFixedRate(steady, await sides.count())];
  },
};

interface Sides {
  ours: WebhookLoad;
  bare: WebhookLoad;
  /** Until everything that was stored has become a prompt. */
  drain(): Promise<void>;
  count(): Promise<Count>;
}

async function startSides(context: BenchContext): Promise<Sides> {
  const people = context.size(200, 10);
  const databaseUrl = await startPostgres(context);
  const cloud = await Cloud.start(context, { runtime: "stub", databaseUrl });
  const messages = new SignedWebhooks(people);
  const bridge = await Bridge.start(context, cloud, messages);
  const bare = await Peer.start<BareWebhookPeer>(context, { module: "bare-webhook" });
  const { url } = await bare.call.start({ databaseUrl });
  const ledger = await InboundLedger.open(context, { databaseUrl, tenant: bridge.tenant });
  const load = (to: string, of: SignedWebhooks) => {
    const made = new WebhookLoad(to, of);
    context.defer(() => made.close());
    return made;
  };
  const sides: Sides = {
    ours: load(bridge.url, messages),
    bare: load(url, new SignedWebhooks(people)),
    drain: () => waitFor(async () => (await ledger.waiting()) === 0, "all messages were dealt with", { deadlineMs: DRAIN_MS, everyMs: 50 }),
    count: () => ledger.count(sides.ours.taken),
  };
  await warmUp(sides, people);
  return sides;
}

/** Each conversation has its thread before anything counts, and code is compiled. */
async function warmUp({ ours, bare, drain }: Sides, people: number): Promise<void> {
  await waitFor(async () => isTaken(await ours.probe()), "the bridge took messages");
  await Promise.all([ours, bare].map((side) => side.steady({ perSecond: 100, forMs: people * 10 })));
  await drain();
}

/** Floods one side after the other, again and again; what was stored becomes prompts before the other side has its turn. */
async function takeTurns(context: BenchContext, { ours, bare, drain }: Sides): Promise<Measurement[]> {
  const forMs = context.size(3_000, 150);
  const loads = { ours: [] as Load[], bare: [] as Load[] };
  let promptingMs = 0;
  for (let round = 0; round < context.size(4, 1); round++) {
    const turns = [
      async () => loads.bare.push(await bare.flood(forMs)),
      async () => {
        const started = nowMs();
        loads.ours.push(await ours.flood(forMs));
        await drain();
        promptingMs += nowMs() - started;
      },
    ];
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
  }
  const latency = statsOf(loads.ours.flatMap(({ latenciesMs }) => latenciesMs));
  const bareLatency = statsOf(loads.bare.flatMap(({ latenciesMs }) => latenciesMs));
  const common = { p50: latency.p50, p95: latency.p95, n: latency.n };
  return [
    {
      metric: "stored a second",
      value: rateOf(loads.ours),
      unit: "1/s",
      baseline: rateOf(loads.bare),
      ...common,
      must: ratioAtLeast(0.5),
      aim: ratioAtLeast(0.75),
    },
    { metric: "p99 until stored", value: latency.p99, unit: "ms", baseline: bareLatency.p99, ...common, must: atMost(50) },
    // Prompts are made of what is stored, at the pace of the workspace behind it.
    { metric: "prompted a second", value: (latency.n * 1000) / promptingMs, unit: "1/s", baseline: rateOf(loads.bare), ...common },
  ];
}

function atFixedRate({ latenciesMs }: Load, { lost, doubled }: Count): Measurement[] {
  const { p50, p95, p99, n } = statsOf(latenciesMs);
  const [common, name] = [{ p50, p95, n }, `${PER_SECOND} a second`];
  return [
    { metric: `${name}: p99 until stored`, value: p99, unit: "ms", ...common, must: atMost(50) },
    // Of everything that was sent in this benchmark.
    { metric: `${name}: lost`, value: lost, unit: "messages", n, must: atMost(0) },
    { metric: `${name}: doubled`, value: doubled, unit: "messages", n, must: atMost(0) },
  ];
}

/** Median of the turns. */
function rateOf(loads: readonly Load[]): number {
  return statsOf(loads.map(({ latenciesMs, tookMs }) => (latenciesMs.length * 1000) / tookMs)).p50;
}
