import type { Log } from "@open-cowork/core/kernel";
import pg from "pg";
import { toAppError } from "./errors.js";
import { APP_ROLE, SCHEMA } from "./roles.js";

const INT8 = 20;
const CONNECT_MS = 10_000;

/** A named statement: parsed and planned once a connection. */
export interface Statement {
  name: string;
  text: string;
}

export interface DatabaseOptions {
  url: string;
  log: Log;
  /** Connections at most. Default 10. */
  size?: number;
  /** The role of `url` may do more than the product should: switch to the product's role on connecting. */
  switchRole?: boolean;
}

/** Settings of every connection of the product. */
export function connectionSettings({ url, switchRole }: Pick<DatabaseOptions, "url" | "switchRole">): pg.ClientConfig {
  return { connectionString: productUrl(url, switchRole), application_name: "open-cowork", connectionTimeoutMillis: CONNECT_MS, keepAlive: true };
}

/** The address with what every connection sets: the schema, and the product's role where the login may do more than that. */
export function productUrl(url: string, switchRole = false): string {
  const options = `-c search_path=${SCHEMA}${switchRole ? ` -c role=${APP_ROLE}` : ""}`;
  return `${url}${url.includes("?") ? "&" : "?"}options=${encodeURIComponent(options)}`;
}

/** Pool of connections that run as the product's role. Fails with `storage.unavailable` where the server cannot be reached. */
export class Database {
  readonly #pool: pg.Pool;
  #closing: Promise<void> | undefined;

  constructor(readonly options: DatabaseOptions) {
    const types = {
      // Sequence numbers and milliseconds stay far below 2^53.
      getTypeParser: ((oid: number, format?: "text" | "binary") =>
        oid === INT8 && format !== "binary" ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    };
    this.#pool = new pg.Pool({ ...connectionSettings(options), max: options.size ?? 10, idleTimeoutMillis: 0, types });
    // A connection that breaks while idle is replaced at the next use; one that is being closed may be told so by a server that stops.
    this.#pool.on("error", (error) => {
      if (!this.#closing) options.log.warn("storage.connection_lost", { error });
    });
  }

  /** Runs one statement, which is one transaction. */
  async query<Row extends object>(statement: Statement, values: unknown[]): Promise<Row[]> {
    try {
      return (await this.#pool.query<Row>({ ...statement, values })).rows;
    } catch (error) {
      throw toAppError(error);
    }
  }

  /** Waits for statements under way. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#pool.end();
    return this.#closing;
  }
}
