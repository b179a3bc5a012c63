import type { MigrationInterface, QueryRunner } from "typeorm";
import { createFunctions, dropFunctions, type SqlFunction } from "./functions.js";

/** Functions behind the thread list, search, open requests, purging and checkpoints. */
export class IndexFunctions1764000000003 implements MigrationInterface {
  readonly name = "IndexFunctions1764000000003";
  async up(db: QueryRunner): Promise<void> {
    await createFunctions(db, FUNCTIONS);
  }
  async down(db: QueryRunner): Promise<void> {
    await dropFunctions(db, FUNCTIONS);
  }
}

const FUNCTIONS: readonly SqlFunction[] = [
  {
    signature: "get_session(p_tenant text, p_session text)",
    definition: `returns json language plpgsql as $$
    begin
      perform set_config('open_cowork.tenant', p_tenant, true);
      return (select session_summary(s) from sessions s where s.tenant = p_tenant and s.id = p_session and not s.deleted);
    end $$`,
  },
  {
    signature: "list_sessions(p_tenant text, p_like text, p_archived boolean, p_limit integer, p_at bigint, p_id text)",
    definition: `returns table (summary json) language plpgsql as $$
    begin
      perform set_config('open_cowork.tenant', p_tenant, true);
      return query select session_summary(s) from sessions s
        where s.tenant = p_tenant and not s.deleted
          and (p_like is null or s.title ilike p_like)
          and (p_archived is null or s.archived = p_archived)
          and (p_at is null or (s.active_at, s.id) < (p_at, p_id))
        order by s.active_at desc, s.id desc limit p_limit;
    end $$`,
  },
  {
    // A row's rev is the transaction that changed its list line. Every transaction before the oldest one still running (xmin) is settled: what
    // it changed is visible here. So the next look starts at xmin, sees what was running now, and repeats what ran beside it.
    signature: "session_changes(p_tenant text, p_since bigint, out items json, out cursor text)",
    definition: `language plpgsql as $$
    begin
      perform set_config('open_cowork.tenant', p_tenant, true);
      select coalesce(json_agg(session_summary(s) order by s.rev), '[]'), pg_snapshot_xmin(pg_current_snapshot())::text into items, cursor
        from sessions s where s.tenant = p_tenant and s.rev >= p_since;
    end $$`,
  },
  {
    signature: "list_attention(p_tenant text)",
    definition: `returns table (kind text, session text, title text, run text, at bigint, request json) language plpgsql as $$
    begin
      perform set_config('open_cowork.tenant', p_tenant, true);
      return query select a.kind, a.session, s.title, a.run, a.at, a.request from attention a
        join sessions s on s.tenant = a.tenant and s.id = a.session
        where a.tenant = p_tenant and not s.deleted order by a.at, a.session, a.id;
    end $$`,
  },
  {
    signature: "search_said(p_tenant text, p_query text, p_first text, p_limit integer)",
    definition: `returns table (session text, title text, seq bigint, at bigint, snippet text) language plpgsql as $$
    begin
      perform set_config('open_cowork.tenant', p_tenant, true);
      return query select d.session, s.title, greatest(d.seq, 1), d.at, substr(d.text, greatest(1, strpos(lower(d.text), p_first) - 60), 200)
        from said d join sessions s on s.tenant = d.tenant and s.id = d.session
        where d.tenant = p_tenant and d.words @@ to_tsquery('simple', p_query) and not s.deleted
        order by ts_rank(d.words, to_tsquery('simple', p_query)) desc, d.at desc limit p_limit;
    end $$`,
  },
  {
    signature: "purge_session(p_tenant text, p_session text)",
    definition: `returns void language plpgsql as $$
    begin
      perform set_config('open_cowork.tenant', p_tenant, true);
      update sessions set purged = true, title = '', tags = '{}', active_run = null, active_state = null, queued = 0, attention = 0,
        worker = null, lease_until = null, rev = pg_current_xact_id()::text::bigint
        where tenant = p_tenant and id = p_session and deleted and not purged;
      if not found then return; end if;
      delete from events where tenant = p_tenant and session = p_session;
      delete from commands where tenant = p_tenant and session = p_session;
      delete from snapshots where tenant = p_tenant and session = p_session;
      delete from checkpoints where tenant = p_tenant and session = p_session;
      delete from attention where tenant = p_tenant and session = p_session;
      delete from said where tenant = p_tenant and session = p_session;
    end $$`,
  },
  {
    signature: "load_checkpoints(p_tenant text, p_session text)",
    definition: `returns table (pos bigint, data bytea) language plpgsql as $$
    begin
      perform set_config('open_cowork.tenant', p_tenant, true);
      return query select c.position, c.data from checkpoints c where c.tenant = p_tenant and c.session = p_session order by c.position;
    end $$`,
  },
  {
    // The share lock keeps the lease from moving between the check and the commit.
    signature: "save_checkpoint(p_tenant text, p_session text, p_epoch integer, p_position bigint, p_data bytea)",
    definition: `returns text language plpgsql as $$
    declare
      fenced boolean;
    begin
      perform set_config('open_cowork.tenant', p_tenant, true);
      select epoch = p_epoch and worker is not null into fenced from sessions
        where tenant = p_tenant and id = p_session and not purged for share;
      if fenced is null then return 'not_found'; end if;
      if not fenced then return 'stale'; end if;
      insert into checkpoints (tenant, session, position, data) values (p_tenant, p_session, p_position, p_data) on conflict do nothing;
      return 'ok';
    end $$`,
  },
];
