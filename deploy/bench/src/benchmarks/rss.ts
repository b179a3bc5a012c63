import type { BenchContext } from "../benchmark.js";
import { Cloud } from "../harness/cloud.js";
import { json } from "../harness/json-http.js";
import { Peer } from "../harness/peer.js";
import { startPostgres } from "../harness/postgres.js";
import type { Measurement } from "../measure/measurement.js";
import { ratioAtMost } from "../measure/target.js";
import type { BareKoaPeer } from "../peers/bare-koa.js";

const MIB = 1024 * 1024;

export const benchmark = {
  about: "memory of an idle control process (no Postgres, no engine), against a bare Koa and pg process",
  async run(context: BenchContext): Promise<Measurement[]> {
    const databaseUrl = await startPostgres(context);
    const bare = await Peer.start<BareKoaPeer>(context, { module: "bare-koa", nodeOptions: ["--expose-gc"] });
    const { url } = await bare.call.start({ databaseUrl });
    const cloud = await Cloud.start(context, { runtime: "stub", databaseUrl });
    // One request each, so that both have loaded what they answer with.
    await json({ url });
    await json({ url: `${cloud.url}/api/v1/workspace`, headers: cloud.headers });
    const [ours, theirs] = [await cloud.peer.call.resident(undefined), await bare.call.resident(undefined)];
    return [{ metric: "resident memory", value: ours / MIB, unit: "MiB", baseline: theirs / MIB, n: 1, must: ratioAtMost(2), aim: ratioAtMost(1.5) }];
  },
};
