import type { Clock, Log } from "@open-cowork/core/kernel";
import type { Database } from "./database/pool.js";

const SWEEP = { name: "sweep_channels", text: "select sweep_channels($1) as swept" };
/** Rows of a table in one transaction. */
const BATCH = 5_000;
/** A program that runs for a short while each day gets to it too. */
const FIRST_MS = 5 * 60_000;
const EVERY_MS = 3_600_000;

/**
 * Forgets what nobody asks for any more, of all tenants: contents of events that were dealt with after 7 days and their keys after 30, deliveries that were sent
 * or refused, lapsed interactions and invitations, and refusals after 30 days.
 * @returns how many rows
 */
export async function sweepChannels(database: Database): Promise<number> {
  for (let total = 0; ; ) {
    const [row] = await database.query<{ swept: number }>(SWEEP, [BATCH]);
    if (!row?.swept) return total;
    total += row.swept;
  }
}

/** Calls it from time to time. Several processes may do so at once. @returns what ends it */
export function keepHouse({ clock, log, sweep }: { clock: Clock; log: Log; sweep(): Promise<number> }): () => void {
  const run = async () => {
    try {
      const rows = await sweep();
      if (rows > 0) log.info("storage.swept", { rows });
    } catch (error) {
      // Nobody waits for it, and the next one does the same.
      log.warn("storage.sweep_failed", { error });
    }
    cancel = ended ? cancel : clock.after(EVERY_MS, next);
  };
  const next = () => void run();
  let ended = false;
  let cancel = clock.after(FIRST_MS, next);
  return () => {
    ended = true;
    cancel();
  };
}
