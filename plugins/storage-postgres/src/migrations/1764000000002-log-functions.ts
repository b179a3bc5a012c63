import type { MigrationInterface, QueryRunner } from "typeorm";
import { createFunctions, dropFunctions, type SqlFunction } from "./functions.js";

/**
 * Functions of the log. Each names the tenant for row-level security and then works, so that one call is one round trip and one
 * transaction. Nothing here notifies: Postgres lets notifying transactions commit one at a time.
 */
export class LogFunctions1764000000002 implements MigrationInterface {
  readonly name = "LogFunctions1764000000002";
  async up(db: QueryRunner): Promise<void> {
    await createFunctions(db, FUNCTIONS);
  }
  async down(db: QueryRunner): Promise<void> {
    await dropFunctions(db, FUNCTIONS);
  }
}

const sessionSummary: SqlFunction = {
  signature: "session_summary(s sessions)",
  definition: `returns json language sql immutable as $$
    select json_build_object(
      'id', s.id, 'title', s.title, 'pinned', s.pinned, 'archived', s.archived, 'deleted', s.deleted, 'tags', s.tags,
      'status', case when s.active_run is not null then s.active_state when s.queued > 0 then 'queued'
        when s.last_run in ('failed', 'interrupted') then s.last_run else 'idle' end,
      'activeRun', s.active_run, 'attention', s.attention, 'headSeq', s.head_seq, 'createdAt', s.created_at, 'activeAt', s.active_at)
  $$`,
};

/**
 * Output of a run: fence and head move in one statement, then the batch goes in. No row comes back where the session or the epoch is not the
 * present one; the caller then asks why.
 */
const appendOutput: SqlFunction = {
  signature: `append_output(p_tenant text, p_session text, p_epoch integer, p_kinds text[], p_runs text[], p_paths text[], p_bodies text[],
    out last_seq bigint, out at_ms bigint)`,
  definition: `language plpgsql as $$
  begin
    perform set_config('open_cowork.tenant', p_tenant, true);
    update sessions set head_seq = head_seq + cardinality(p_kinds)
      where tenant = p_tenant and id = p_session and epoch = p_epoch and worker is not null and not purged
      returning head_seq, floor(extract(epoch from clock_timestamp()) * 1000) into last_seq, at_ms;
    if last_seq is null then return; end if;
    insert into events (tenant, session, seq, at, epoch, kind, run, agent_path, body)
      select p_tenant, p_session, last_seq - cardinality(p_kinds) + ord, at_ms, p_epoch, kind, run, path::json, body::json
      from unnest(p_kinds, p_runs, p_paths, p_bodies) with ordinality as batch (kind, run, path, body, ord);
  end $$`,
};

/**
 * Any batch: claims the command, fences, numbers, inserts, and applies the index patch. The session's row lock puts everything in order, so
 * the checks hold until the commit. Outcomes: ok, repeated, not_found, stale, exists; a request that is not open raises OC409 with its kind
 * as the message, which undoes the batch.
 */
const appendBatch: SqlFunction = {
  signature: `append_batch(p_tenant text, p_session text, p_epoch integer, p_create boolean, p_command text, p_command_kind text, p_command_run text,
    p_kinds text[], p_runs text[], p_paths text[], p_bodies text[], p_patch jsonb, p_opened json,
    p_said_at integer[], p_said_text text[], p_said_words text[],
    out outcome text, out first_seq bigint, out at_ms bigint, out first_run text, out summary json)`,
  definition: `language plpgsql as $$
  declare
    s sessions;
    made boolean := false;
    last_seq bigint;
    missing text;
    open_requests integer;
  begin
    perform set_config('open_cowork.tenant', p_tenant, true);
    if p_create then
      insert into sessions (tenant, id, created_at, active_at) values (p_tenant, p_session, 0, 0) on conflict do nothing;
      made := found;
    end if;
    select * into s from sessions where tenant = p_tenant and id = p_session for update;
    if s.id is null or s.purged and not p_create then outcome := 'not_found'; return; end if;
    if p_command is not null then
      select 'repeated', c.seq, c.at, c.run into outcome, first_seq, at_ms, first_run
        from commands c where c.tenant = p_tenant and c.session = p_session and c.id = p_command;
      if found then return; end if;
    end if;
    if p_create and not made then outcome := 'exists'; return; end if;
    if p_epoch is null and s.deleted then outcome := 'not_found'; return; end if;
    if p_epoch is not null and (s.epoch <> p_epoch or s.worker is null) then outcome := 'stale'; return; end if;

    first_seq := s.head_seq + 1;
    last_seq := s.head_seq + cardinality(p_kinds);
    at_ms := floor(extract(epoch from clock_timestamp()) * 1000);
    if p_command is not null then
      insert into commands (tenant, session, id, kind, run, seq, at) values (p_tenant, p_session, p_command, p_command_kind, p_command_run, first_seq, at_ms);
    end if;
    insert into events (tenant, session, seq, at, epoch, kind, run, agent_path, body)
      select p_tenant, p_session, s.head_seq + ord, at_ms, coalesce(p_epoch, 0), kind, run, path::json, body::json
      from unnest(p_kinds, p_runs, p_paths, p_bodies) with ordinality as batch (kind, run, path, body, ord);

    open_requests := s.attention;
    if p_opened is not null then
      insert into attention (tenant, session, kind, id, run, at, request)
        select p_tenant, p_session, r->>'kind', r->>'id', r->>'run', at_ms, r->'request' from json_array_elements(p_opened) as o (r)
        on conflict (tenant, session, kind, id) do update set run = excluded.run, at = excluded.at, request = excluded.request;
    end if;
    if p_patch ? 'closed' then
      with wanted as (select r->>'kind' as kind, r->>'id' as id from jsonb_array_elements(p_patch->'closed') as c (r)),
        gone as (delete from attention a using wanted w where a.tenant = p_tenant and a.session = p_session and a.kind = w.kind and a.id = w.id returning a.kind, a.id)
        select w.kind into missing from wanted w where not exists (select from gone g where g.kind = w.kind and g.id = w.id) limit 1;
      if missing is not null then raise exception '%', missing using errcode = 'OC409'; end if;
    end if;
    if p_opened is not null or p_patch ? 'closed' then
      select count(*) into open_requests from attention where tenant = p_tenant and session = p_session;
    end if;
    if p_said_at is not null then
      insert into said (tenant, session, seq, at, text, words)
        select p_tenant, p_session, s.head_seq + ord, at_ms, said_text, to_tsvector('simple', said_words)
        from unnest(p_said_at, p_said_text, p_said_words) as t (ord, said_text, said_words);
    end if;
    if p_patch ? 'title' then
      insert into said (tenant, session, seq, at, text, words)
        values (p_tenant, p_session, 0, at_ms, p_patch->>'title', to_tsvector('simple', p_patch->>'titleWords'))
        on conflict (tenant, session, seq) do update set at = excluded.at, text = excluded.text, words = excluded.words;
    end if;

    update sessions set
      head_seq = last_seq,
      title = coalesce(p_patch->>'title', title),
      pinned = coalesce((p_patch->>'pinned')::boolean, pinned),
      archived = coalesce((p_patch->>'archived')::boolean, archived),
      deleted = coalesce((p_patch->>'deleted')::boolean, deleted),
      tags = case when p_patch ? 'tags' then array(select jsonb_array_elements_text(p_patch->'tags')) else tags end,
      created_at = case when made then at_ms else created_at end,
      active_at = case when made or (p_patch->>'activity')::boolean then at_ms else active_at end,
      queued = queued + (p_patch->>'queued')::integer,
      active_run = case when p_patch ? 'active' then p_patch->'active'->>'run' else active_run end,
      active_state = case when p_patch ? 'active' then p_patch->'active'->>'state' else active_state end,
      wait_seq = case when p_patch->'active'->>'state' = 'waiting' then last_seq else wait_seq end,
      last_run = coalesce(p_patch->>'last', last_run),
      attention = open_requests,
      wake_seq = case when (p_patch->>'wakes')::boolean then last_seq else wake_seq end,
      rev = case when (p_patch->>'touches')::boolean then pg_current_xact_id()::text::bigint else rev end
      where tenant = p_tenant and id = p_session returning * into s;
    outcome := 'ok';
    if (p_patch->>'touches')::boolean then summary := session_summary(s); end if;
  end $$`,
};

/** Raises OC404 for a session that is unknown or purged; looked up only where there is nothing else to answer with. */
const demandSession: SqlFunction = {
  signature: "demand_session(p_tenant text, p_session text)",
  definition: `returns void language plpgsql as $$
  begin
    if not exists (select from sessions where tenant = p_tenant and id = p_session and not purged) then
      raise exception 'session' using errcode = 'OC404';
    end if;
  end $$`,
};

const readEvents: SqlFunction = {
  signature: "read_events(p_tenant text, p_session text, p_after bigint, p_limit integer)",
  definition: `returns table (seq bigint, at bigint, epoch integer, kind text, run text, agent_path json, body json) language plpgsql as $$
  begin
    perform set_config('open_cowork.tenant', p_tenant, true);
    return query select e.seq, e.at, e.epoch, e.kind, e.run, e.agent_path, e.body from events e
      where e.tenant = p_tenant and e.session = p_session and e.seq > p_after order by e.seq limit p_limit;
    if not found then perform demand_session(p_tenant, p_session); end if;
  end $$`,
};

const readSnapshot: SqlFunction = {
  signature: "read_snapshot(p_tenant text, p_session text)",
  definition: `returns table (seq bigint, view text) language plpgsql as $$
  begin
    perform set_config('open_cowork.tenant', p_tenant, true);
    return query select n.seq, n.view from snapshots n where n.tenant = p_tenant and n.session = p_session;
    if not found then perform demand_session(p_tenant, p_session); end if;
  end $$`,
};

/** Two that save at once leave the newer, in whatever order they come. */
const saveSnapshot: SqlFunction = {
  signature: "save_snapshot(p_tenant text, p_session text, p_seq bigint, p_view text)",
  definition: `returns void language plpgsql as $$
  begin
    perform set_config('open_cowork.tenant', p_tenant, true);
    perform demand_session(p_tenant, p_session);
    insert into snapshots as old (tenant, session, seq, view) values (p_tenant, p_session, p_seq, p_view)
      on conflict (tenant, session) do update set seq = excluded.seq, view = excluded.view where excluded.seq > old.seq;
  end $$`,
};

const heads: SqlFunction = {
  signature: "session_heads(p_tenants text[], p_sessions text[])",
  definition: `returns table (tenant text, session text, head bigint) language sql stable as $$
    select s.tenant, s.id, s.head_seq from unnest(p_tenants, p_sessions) as wanted (tenant, id)
      join sessions s on s.tenant = wanted.tenant and s.id = wanted.id where not s.purged
  $$`,
  acrossTenants: true,
};

const FUNCTIONS = [sessionSummary, appendOutput, appendBatch, demandSession, readEvents, readSnapshot, saveSnapshot, heads];
