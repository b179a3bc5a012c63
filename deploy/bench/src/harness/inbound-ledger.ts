import type pg from "pg";
import type { BenchContext } from "../benchmark.js";
import { rawPool } from "./raw-pool.js";

export interface Count {
  /** Messages that no prompt was made of. */
  lost: number;
  /** Prompts beyond the first of a message. */
  doubled: number;
}

/** What Cloud has of the messages that were sent, read from its database beside the product. */
export class InboundLedger {
  private constructor(private readonly client: pg.PoolClient) {}

  static async open(context: Pick<BenchContext, "defer">, options: { databaseUrl: string; tenant: string }): Promise<InboundLedger> {
    const pool = rawPool(options.databaseUrl, 1);
    const client = await pool.connect();
    context.defer(async () => {
      client.release();
      await pool.end();
    });
    await client.query("SELECT set_config('open_cowork.tenant', $1, false)", [options.tenant]);
    return new InboundLedger(client);
  }

  /** Claims that nobody has dealt with yet. */
  async waiting(): Promise<number> {
    const { rows } = await this.client.query<{ n: number }>("SELECT count(*)::int AS n FROM open_cowork.channel_inbound WHERE completed_at IS NULL");
    return rows[0]?.n ?? 0;
  }

  /** Claims and prompts held against the keys of what was sent. A prompt carries its message's key in its text. */
  async count(keys: readonly string[]): Promise<Count> {
    const claims = await this.#times("SELECT key, count(*)::int AS n FROM open_cowork.channel_inbound GROUP BY 1");
    const prompts = await this.#times(
      "SELECT (body->>'text')::json->>'key' AS key, count(*)::int AS n FROM open_cowork.events WHERE kind IN ('run.queued', 'run.steered') GROUP BY 1",
    );
    return tally(keys, claims, prompts);
  }

  async #times(sql: string): Promise<Map<string, number>> {
    const { rows } = await this.client.query<{ key: string; n: number }>(sql);
    return new Map(rows.map(({ key, n }) => [key, n]));
  }
}

/** How often each key was claimed and prompted, against those that were sent. A prompt whose message was not claimed came from nowhere: it counts as doubled. */
export function tally(keys: readonly string[], claims: ReadonlyMap<string, number>, prompts: ReadonlyMap<string, number>): Count {
  const lost = keys.filter((key) => !claims.has(key) || !prompts.has(key)).length;
  const doubled = [...prompts].reduce((sum, [key, n]) => sum + (claims.has(key) ? n - 1 : n), 0);
  return { lost, doubled };
}
