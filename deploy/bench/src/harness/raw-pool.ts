import pg from "pg";

/** A plain pool for the bare side. Its `end` resolves before the server has let go of every connection, and one that a stopping server breaks is no failure. */
export function rawPool(connectionString: string, max?: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max });
  pool.on("error", (error) => {
    if (!pool.ending) throw error;
  });
  return pool;
}
