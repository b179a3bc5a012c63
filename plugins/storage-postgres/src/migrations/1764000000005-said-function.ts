import type { MigrationInterface, QueryRunner } from "typeorm";
import { createFunctions, dropFunctions, type SqlFunction } from "./functions.js";

/** Indexes what agents said, after the fact: the log itself indexes prompts and titles only. */
export class SaidFunction1764000000005 implements MigrationInterface {
  readonly name = "SaidFunction1764000000005";
  async up(db: QueryRunner): Promise<void> {
    await createFunctions(db, FUNCTIONS);
  }
  async down(db: QueryRunner): Promise<void> {
    await dropFunctions(db, FUNCTIONS);
  }
}

const FUNCTIONS: readonly SqlFunction[] = [
  {
    // The share lock keeps a purge from passing between the look and the insert.
    signature: "add_said(p_tenant text, p_session text, p_seqs bigint[], p_ats bigint[], p_texts text[], p_words text[])",
    definition: `returns void language plpgsql as $$
    begin
      perform set_config('open_cowork.tenant', p_tenant, true);
      perform from sessions where tenant = p_tenant and id = p_session and not deleted for share;
      if not found then return; end if;
      insert into said (tenant, session, seq, at, text, words)
        select p_tenant, p_session, t.seq, t.at, t.said_text, to_tsvector('simple', t.said_words)
        from unnest(p_seqs, p_ats, p_texts, p_words) as t (seq, at, said_text, said_words)
        on conflict (tenant, session, seq) do nothing;
    end $$`,
  },
];
