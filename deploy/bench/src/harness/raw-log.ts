import type { NewEvent } from "@open-cowork/shared";
import type pg from "pg";
import type { BenchContext } from "../benchmark.js";
import { rawPool } from "./raw-pool.js";

const TABLE = `
create schema bench;
create table bench.events (
  tenant text collate "C" not null,
  session text collate "C" not null,
  seq bigint not null,
  at bigint not null,
  epoch integer not null,
  kind text collate "C" not null,
  run text collate "C",
  agent_path json,
  body json not null,
  primary key (tenant, session, seq)
)`;

const INSERT = {
  name: "raw-insert",
  text: `insert into bench.events (tenant, session, seq, at, epoch, kind, run, body)
    select $1, $2, $3 + ord, $4, 0, kind, run, body::json from unnest($5::text[], $6::text[], $7::text[]) with ordinality as batch (kind, run, body, ord)`,
};

export interface RawLogOptions {
  url: string;
  connections: number;
}

/**
 * The rows of a log written by nothing but prepared multi-row INSERTs: no order, no fence, no list, no reader. The limit that a log on this Postgres can approach.
 * Its table has the columns and the key of the real one.
 */
export class RawLog {
  readonly #heads = new Map<string, number>();

  private constructor(private readonly pool: pg.Pool) {}

  static async open(context: Pick<BenchContext, "defer">, options: RawLogOptions): Promise<RawLog> {
    const pool = rawPool(options.url, options.connections);
    context.defer(() => pool.end());
    await pool.query(TABLE);
    return new RawLog(pool);
  }

  async insert({ tenant, session }: { tenant: string; session: string }, events: readonly NewEvent[]): Promise<void> {
    const head = this.#heads.get(session) ?? 0;
    this.#heads.set(session, head + events.length);
    const column = (of: (event: NewEvent) => string | undefined) => events.map((event) => of(event) ?? null);
    const values = [tenant, session, head, Date.now(), column(({ kind }) => kind), column(({ run }) => run), column(({ body }) => JSON.stringify(body))];
    await this.pool.query({ ...INSERT, values });
  }
}
