import { nowMs } from "@open-cowork/testkit/stamp";
import { rawPool } from "./raw-pool.js";

/** Durable single-row INSERTs a second that this Postgres takes from `connections` clients at once: the speed of its commits. */
export async function insertsPerSecond(url: string, { connections, forMs }: { connections: number; forMs: number }): Promise<number> {
  const pool = rawPool(url, connections);
  try {
    await pool.query("CREATE TABLE IF NOT EXISTS bench_inserts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL)");
    const started = nowMs();
    let inserted = 0;
    const client = async () => {
      while (nowMs() < started + forMs) {
        await pool.query({ name: "insert", text: "INSERT INTO bench_inserts (body) VALUES ($1)", values: ["a row about as long as an event is"] });
        inserted++;
      }
    };
    await Promise.all(Array.from({ length: connections }, client));
    const perSecond = inserted / ((nowMs() - started) / 1000);
    await pool.query("DROP TABLE bench_inserts");
    return perSecond;
  } finally {
    await pool.end();
  }
}
