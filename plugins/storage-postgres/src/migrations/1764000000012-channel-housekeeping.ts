import type { MigrationInterface, QueryRunner } from "typeorm";
import { createFunctions, dropFunctions, NOW_MS, type SqlFunction } from "./functions.js";

/** What is forgotten: with a session all that belongs to it, and after a while what nobody asks for any more. */
export class ChannelHousekeeping1764000000012 implements MigrationInterface {
  readonly name = "ChannelHousekeeping1764000000012";
  async up(db: QueryRunner): Promise<void> {
    await db.query("alter function purge_session(text, text) rename to purge_session_log");
    await createFunctions(db, FUNCTIONS);
  }
  async down(db: QueryRunner): Promise<void> {
    await dropFunctions(db, FUNCTIONS);
    await db.query("alter function purge_session_log(text, text) rename to purge_session");
  }
}

const DAY_MS = "86400000::bigint";
const INBOUND = ["tenant", "binding", "key"];

/** At most so many rows of a table in one go. The second condition is looked at again for a row that changed while its lock was waited for. */
function sweep(table: string, key: readonly string[], old: (row: string) => string, act = `delete from ${table} r using old`): string {
  const isIt = key.map((column) => `r.${column} = old.${column}`).join(" and ");
  return `with old as materialized (select ${key.map((column) => `o.${column}`).join(", ")} from ${table} o where ${old("o")} limit p_limit)
        ${act} where ${isIt} and ${old("r")};
      get diagnostics swept = row_count;
      total := total + swept;`;
}

const FUNCTIONS: readonly SqlFunction[] = [
  {
    // The conversation stays, without the session and without what it said. Threads first, in the order in which deliveries are put.
    signature: "purge_session(p_tenant text, p_session text)",
    definition: `returns void language plpgsql as $$
    begin
      perform purge_session_log(p_tenant, p_session);
      if not exists (select from sessions where tenant = p_tenant and id = p_session and purged) then return; end if;
      update channel_threads set session = null where tenant = p_tenant and session = p_session;
      delete from channel_deliveries d using channel_thread_sessions h
        where h.tenant = p_tenant and h.session = p_session and d.tenant = p_tenant and d.thread = h.thread and d.session = p_session;
      delete from channel_thread_sessions where tenant = p_tenant and session = p_session;
      delete from channel_interactions where tenant = p_tenant and session = p_session;
    end $$`,
  },
  {
    // Returns how many rows it found: nought when all is done.
    acrossTenants: true,
    signature: "sweep_channels(p_limit integer)",
    definition: `returns integer language plpgsql as $$
    declare
      at_ms bigint := ${NOW_MS};
      week_ago bigint := at_ms - 7 * ${DAY_MS};
      month_ago bigint := at_ms - 30 * ${DAY_MS};
      swept integer;
      total integer := 0;
    begin
      ${sweep("channel_inbound", INBOUND, (r) => `${r}.completed_at < week_ago and ${r}.event is not null`, "update channel_inbound r set event = null from old")}
      ${sweep("channel_inbound", INBOUND, (r) => `${r}.completed_at < month_ago and ${r}.event is null`)}
      ${sweep("channel_deliveries", ["tenant", "id"], (r) => `${r}.state in ('sent', 'refused') and ${r}.updated_at < month_ago`)}
      ${sweep("channel_interactions", ["tenant", "binding", "id"], (r) => `${r}.expires_at < month_ago`)}
      ${sweep("channel_pairings", ["tenant", "id"], (r) => `${r}.expires_at < month_ago`)}
      ${sweep("channel_refusals", ["tenant", "binding", "reason", "person"], (r) => `${r}.last_at < month_ago`)}
      return total;
    end $$`,
  },
];
