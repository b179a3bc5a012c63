import type { MigrationInterface, QueryRunner } from "typeorm";
import { createFunctions, dropFunctions, type SqlFunction } from "./functions.js";

/** What a gateway may reach, asked before each thing that it does for somebody. */
export class ChannelAccess1764000000013 implements MigrationInterface {
  readonly name = "ChannelAccess1764000000013";
  async up(db: QueryRunner): Promise<void> {
    await createFunctions(db, FUNCTIONS);
  }
  async down(db: QueryRunner): Promise<void> {
    await dropFunctions(db, FUNCTIONS);
  }
}

const FUNCTIONS: readonly SqlFunction[] = [
  {
    signature: "channel_person(p_tenant text, p_credential text, p_identity text)",
    definition: `returns table (identity json, binding json) language plpgsql as $$
    begin
      perform set_config('open_cowork.tenant', p_tenant, true);
      return query select to_json(i), to_json(b) from channel_identities i join channel_bindings b on b.tenant = i.tenant and b.id = i.binding
        where i.tenant = p_tenant and i.id = p_identity and (p_credential is null or p_credential = any (b.granted));
    end $$`,
  },
  {
    signature: "session_carriers(p_tenant text, p_credential text, p_session text)",
    definition: `returns table (id text) language plpgsql as $$
    begin
      perform set_config('open_cowork.tenant', p_tenant, true);
      return query select distinct t.binding from channel_thread_sessions h
        join channel_threads t on t.tenant = h.tenant and t.id = h.thread
        join channel_bindings b on b.tenant = t.tenant and b.id = t.binding and (p_credential is null or p_credential = any (b.granted))
        join sessions s on s.tenant = h.tenant and s.id = h.session and not s.deleted
        where h.tenant = p_tenant and h.session = p_session;
    end $$`,
  },
];
