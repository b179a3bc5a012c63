import type { MigrationInterface, QueryRunner } from "typeorm";
import { createFunctions, dropFunctions, type SqlFunction } from "./functions.js";

/** The end of a run and what its engine knows by then, in one transaction. */
export class CheckpointedAppend1764000000007 implements MigrationInterface {
  readonly name = "CheckpointedAppend1764000000007";
  async up(db: QueryRunner): Promise<void> {
    await createFunctions(db, FUNCTIONS);
  }
  async down(db: QueryRunner): Promise<void> {
    await dropFunctions(db, FUNCTIONS);
  }
}

const FUNCTIONS: readonly SqlFunction[] = [
  {
    signature: `append_checkpointed(p_tenant text, p_session text, p_epoch integer, p_create boolean, p_command text, p_command_kind text, p_command_run text,
      p_kinds text[], p_runs text[], p_paths text[], p_bodies text[], p_patch jsonb, p_opened json,
      p_said_at integer[], p_said_text text[], p_said_words text[], p_positions bigint[], p_states bytea[],
      out outcome text, out first_seq bigint, out at_ms bigint, out first_run text, out summary json)`,
    definition: `language plpgsql as $$
    begin
      select b.* into outcome, first_seq, at_ms, first_run, summary
        from append_batch(p_tenant, p_session, p_epoch, p_create, p_command, p_command_kind, p_command_run, p_kinds, p_runs, p_paths, p_bodies,
          p_patch, p_opened, p_said_at, p_said_text, p_said_words) b;
      if outcome <> 'ok' then return; end if;
      insert into checkpoints (tenant, session, position, data)
        select p_tenant, p_session, c.position, c.state from unnest(p_positions, p_states) as c (position, state)
        on conflict do nothing;
    end $$`,
  },
];
