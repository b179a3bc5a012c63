import type { MigrationInterface, QueryRunner } from "typeorm";
import { createFunctions, dropFunctions, NOW_MS, type SqlFunction } from "./functions.js";

/** Conversations, the sessions that speak in them, and what buttons mean. */
export class ChannelThreads1764000000010 implements MigrationInterface {
  readonly name = "ChannelThreads1764000000010";
  async up(db: QueryRunner): Promise<void> {
    await createFunctions(db, FUNCTIONS);
  }
  async down(db: QueryRunner): Promise<void> {
    await dropFunctions(db, FUNCTIONS);
  }
}

const THREAD = `returns table (id text, binding text, chat text, topic text, kind text, title text, session text, cursor bigint, created_at bigint)
  language plpgsql`;
/** A session that was deleted speaks no more, before anybody purges it. */
const SELECT_THREAD = `select t.id, t.binding, t.chat, t.topic, t.kind, t.title, s.id, t.cursor, t.created_at from channel_threads t
  left join sessions s on s.tenant = t.tenant and s.id = t.session and not s.deleted`;
const UNKNOWN = "raise exception 'channel.thread_unknown' using errcode = 'OCERR'";

const threads: readonly SqlFunction[] = [
  {
    signature: "open_thread(p_tenant text, p_credential text, p_binding text, p_id text, p_chat text, p_topic text, p_kind text, p_title text)",
    definition: `${THREAD} as $$
    begin
      perform reach_binding(p_tenant, p_credential, p_binding);
      update channel_threads t set kind = p_kind, title = p_title
        where t.tenant = p_tenant and t.binding = p_binding and t.chat = p_chat and t.topic = p_topic
          and (t.kind <> p_kind or t.title is distinct from p_title);
      return query ${SELECT_THREAD} where t.tenant = p_tenant and t.binding = p_binding and t.chat = p_chat and t.topic = p_topic;
      if found then return; end if;
      insert into channel_threads (tenant, id, binding, chat, topic, kind, title, created_at)
        values (p_tenant, p_id, p_binding, p_chat, p_topic, p_kind, p_title, ${NOW_MS})
        on conflict on constraint channel_threads_conversation do nothing;
      return query ${SELECT_THREAD} where t.tenant = p_tenant and t.binding = p_binding and t.chat = p_chat and t.topic = p_topic;
    end $$`,
  },
  {
    signature: "get_thread(p_tenant text, p_credential text, p_binding text, p_thread text)",
    definition: `${THREAD} as $$
    begin
      perform reach_binding(p_tenant, p_credential, p_binding);
      return query ${SELECT_THREAD} where t.tenant = p_tenant and t.binding = p_binding and t.id = p_thread;
      if not found then ${UNKNOWN}; end if;
    end $$`,
  },
  {
    // The share lock keeps a purge from passing between the look and the binding.
    signature: "bind_thread(p_tenant text, p_credential text, p_binding text, p_thread text, p_session text, p_cursor bigint)",
    definition: `${THREAD} as $$
    begin
      perform reach_binding(p_tenant, p_credential, p_binding);
      if not exists (select from channel_threads t where t.tenant = p_tenant and t.binding = p_binding and t.id = p_thread) then ${UNKNOWN}; end if;
      perform from sessions s where s.tenant = p_tenant and s.id = p_session and not s.deleted for share;
      if not found then raise exception 'session.not_found' using errcode = 'OCERR'; end if;
      update channel_threads t set session = p_session, cursor = p_cursor where t.tenant = p_tenant and t.id = p_thread;
      insert into channel_thread_sessions (tenant, thread, session) values (p_tenant, p_thread, p_session)
        on conflict on constraint channel_thread_sessions_pkey do update set seq = default;
      return query ${SELECT_THREAD} where t.tenant = p_tenant and t.id = p_thread;
    end $$`,
  },
  {
    signature: "thread_history(p_tenant text, p_credential text, p_binding text, p_thread text, p_limit integer)",
    definition: `returns table (summary json) language plpgsql as $$
    begin
      perform reach_binding(p_tenant, p_credential, p_binding);
      if not exists (select from channel_threads t where t.tenant = p_tenant and t.binding = p_binding and t.id = p_thread) then ${UNKNOWN}; end if;
      return query select session_summary(s) from channel_thread_sessions h
        join sessions s on s.tenant = h.tenant and s.id = h.session and not s.deleted
        where h.tenant = p_tenant and h.thread = p_thread order by h.seq desc limit p_limit;
    end $$`,
  },
  {
    signature: "threads_behind(p_tenant text, p_credential text, p_binding text)",
    definition: `${THREAD} as $$
    begin
      perform reach_binding(p_tenant, p_credential, p_binding);
      return query ${SELECT_THREAD} where t.tenant = p_tenant and t.binding = p_binding
        and (s.active_run is not null or s.queued > 0 or s.head_seq > t.cursor
          or exists (select from channel_deliveries d
            where d.tenant = p_tenant and d.binding = p_binding and d.thread = t.id and d.state in ('pending', 'sending')))
        order by t.id;
    end $$`,
  },
  {
    signature: "threads_speaking(p_tenant text, p_credential text, p_binding text, p_sessions text[])",
    definition: `returns table (thread text, session text, head bigint) language plpgsql as $$
    begin
      perform reach_binding(p_tenant, p_credential, p_binding);
      return query select t.id, s.id, s.head_seq from channel_threads t
        join sessions s on s.tenant = t.tenant and s.id = t.session and not s.deleted
        where t.tenant = p_tenant and t.session = any (p_sessions) and t.binding = p_binding;
    end $$`,
  },
];

const interactions: readonly SqlFunction[] = [
  {
    // An id that another request has already violates the primary key: the caller comes again with another one.
    signature: `offer_interaction(p_tenant text, p_credential text, p_binding text, p_thread text, p_session text, p_kind text, p_request text,
      p_id text, p_ttl_ms bigint)`,
    definition: `returns setof channel_interactions language plpgsql as $$
    declare
      at_ms bigint := ${NOW_MS};
    begin
      perform reach_binding(p_tenant, p_credential, p_binding);
      return query select i.* from channel_interactions i where i.tenant = p_tenant and i.thread = p_thread and i.session = p_session
        and i.kind = p_kind and i.request = p_request and i.binding = p_binding and i.expires_at > at_ms;
      if found then return; end if;
      if not exists (select from channel_threads t where t.tenant = p_tenant and t.binding = p_binding and t.id = p_thread) then ${UNKNOWN}; end if;
      insert into channel_interactions as known (tenant, binding, id, thread, session, kind, request, created_at, expires_at)
        values (p_tenant, p_binding, p_id, p_thread, p_session, p_kind, p_request, at_ms, at_ms + p_ttl_ms)
        on conflict (tenant, thread, session, kind, request) do update
          set id = excluded.id, created_at = excluded.created_at, expires_at = excluded.expires_at where known.expires_at <= at_ms;
      return query select i.* from channel_interactions i where i.tenant = p_tenant and i.thread = p_thread and i.session = p_session
        and i.kind = p_kind and i.request = p_request;
    end $$`,
  },
  {
    signature: "find_interaction(p_tenant text, p_credential text, p_binding text, p_id text)",
    definition: `returns setof channel_interactions language plpgsql as $$
    begin
      perform reach_binding(p_tenant, p_credential, p_binding);
      return query select i.* from channel_interactions i
        where i.tenant = p_tenant and i.binding = p_binding and i.id = p_id and i.expires_at > ${NOW_MS};
      if not found then raise exception 'channel.interaction_unknown' using errcode = 'OCERR'; end if;
    end $$`,
  },
];

const FUNCTIONS = [...threads, ...interactions];
