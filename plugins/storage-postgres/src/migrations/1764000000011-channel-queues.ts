import type { MigrationInterface, QueryRunner } from "typeorm";
import { createFunctions, dropFunctions, NOW_MS, type SqlFunction } from "./functions.js";

/** Events that came in, and messages on their way out: each call is one round trip and one transaction. */
export class ChannelQueues1764000000011 implements MigrationInterface {
  readonly name = "ChannelQueues1764000000011";
  async up(db: QueryRunner): Promise<void> {
    await createFunctions(db, FUNCTIONS);
  }
  async down(db: QueryRunner): Promise<void> {
    await dropFunctions(db, FUNCTIONS);
  }
}

const inbound: readonly SqlFunction[] = [
  {
    // Numbered in the given order, put in by key: batches that hold the same keys in different orders would wait for each other in a circle.
    signature: "claim_inbound(p_tenant text, p_credential text, p_binding text, p_ids text[], p_keys text[], p_events text[])",
    definition: `returns table (claimed text) language plpgsql as $$
    begin
      perform reach_binding(p_tenant, p_credential, p_binding);
      return query insert into channel_inbound as i (tenant, binding, key, id, seq, event, received_at)
        select p_tenant, p_binding, n.key, n.id, n.seq, n.event::json, ${NOW_MS} from (
            select o.*, nextval('channel_inbound_seq_seq') as seq
              from (select * from unnest(p_ids, p_keys, p_events) with ordinality as b (id, key, event, ord) order by ord) o
          ) n order by n.key, n.ord
        on conflict (tenant, binding, key) do nothing returning i.id;
    end $$`,
  },
  {
    signature: "pending_inbound(p_tenant text, p_credential text, p_binding text, p_limit integer, p_after text)",
    definition: `returns table (id text, event json, received_at bigint) language plpgsql as $$
    declare
      after_seq bigint := 0;
    begin
      perform reach_binding(p_tenant, p_credential, p_binding);
      if p_after is not null then
        select i.seq into after_seq from channel_inbound i where i.tenant = p_tenant and i.id = p_after and i.binding = p_binding;
        if not found then raise exception 'request.bad_cursor' using errcode = 'OCERR'; end if;
      end if;
      return query select i.id, i.event, i.received_at from channel_inbound i
        where i.tenant = p_tenant and i.binding = p_binding and i.completed_at is null and i.seq > after_seq order by i.seq limit p_limit;
    end $$`,
  },
  {
    signature: "complete_inbound(p_tenant text, p_credential text, p_binding text, p_id text, p_outcome text)",
    definition: `returns void language plpgsql as $$
    begin
      perform reach_binding(p_tenant, p_credential, p_binding);
      update channel_inbound set completed_at = ${NOW_MS}, outcome = p_outcome
        where tenant = p_tenant and id = p_id and binding = p_binding and completed_at is null;
    end $$`,
  },
];

const outbox: readonly SqlFunction[] = [
  {
    // The thread's lock puts those that put at once in order. A cursor beyond the head of the session is that of a session before it.
    signature: `put_deliveries(p_tenant text, p_credential text, p_binding text, p_thread text, p_ids text[], p_keys text[], p_ordinals bigint[],
      p_revisions bigint[], p_contents text[], p_cursor bigint)`,
    definition: `returns setof channel_deliveries language plpgsql as $$
    declare
      speaker text;
      head bigint;
      at_ms bigint := ${NOW_MS};
    begin
      perform reach_binding(p_tenant, p_credential, p_binding);
      select t.session into speaker from channel_threads t
        where t.tenant = p_tenant and t.id = p_thread and t.binding = p_binding for no key update;
      if not found then raise exception 'channel.thread_unknown' using errcode = 'OCERR'; end if;
      select s.id, s.head_seq into speaker, head from sessions s where s.tenant = p_tenant and s.id = speaker and not s.deleted;
      update channel_threads t set cursor = p_cursor where t.tenant = p_tenant and t.id = p_thread and t.cursor < p_cursor and p_cursor <= head;
      insert into channel_deliveries as d (tenant, id, binding, thread, session, key, ordinal, content, revision, state, next_at, created_at, updated_at)
        select p_tenant, b.id, p_binding, p_thread, speaker, b.key, b.ordinal, b.content::json, b.revision, 'pending', at_ms, at_ms, at_ms
          from unnest(p_ids, p_keys, p_ordinals, p_revisions, p_contents) with ordinality as b (id, key, ordinal, revision, content, ord) order by b.ord
        on conflict (tenant, thread, key) do update set ordinal = excluded.ordinal, content = excluded.content, revision = excluded.revision,
            state = case when d.state in ('sent', 'refused') then 'pending' else d.state end,
            attempts = case when d.state in ('sent', 'refused') then 0 else d.attempts end,
            next_at = case when d.state in ('sent', 'refused') then at_ms else d.next_at end,
            error = case when d.state in ('sent', 'refused') then null else d.error end, updated_at = at_ms
          where d.revision < excluded.revision;
      return query select d.* from channel_deliveries d where d.tenant = p_tenant and d.thread = p_thread and d.key = any (p_keys);
    end $$`,
  },
  {
    // The row's lock settles who of two holders is first: one with an older epoch than the last try comes too late.
    signature: "begin_delivery(p_tenant text, p_credential text, p_binding text, p_delivery text, p_epoch integer)",
    definition: `returns setof channel_deliveries language plpgsql as $$
    declare
      d channel_deliveries;
    begin
      perform reach_binding(p_tenant, p_credential, p_binding);
      select * into d from channel_deliveries where tenant = p_tenant and id = p_delivery and binding = p_binding for update;
      if d.tried_epoch > p_epoch or not exists (select from channel_bindings b
        where b.tenant = p_tenant and b.id = p_binding and b.epoch = p_epoch and b.holder is not null) then
        raise exception 'channel.held' using errcode = 'OCERR';
      end if;
      if d.id is null or d.state not in ('pending', 'sending') then return; end if;
      if d.state = 'sending' and d.tried_epoch = p_epoch then return next d; return; end if;
      return query update channel_deliveries set state = 'sending', attempts = attempts + 1, tried_epoch = p_epoch,
          doubtful = doubtful or state = 'sending' and message is null, updated_at = ${NOW_MS}
        where tenant = p_tenant and id = p_delivery returning *;
    end $$`,
  },
  {
    signature: `settle_delivery(p_tenant text, p_credential text, p_binding text, p_delivery text, p_revision bigint, p_outcome text, p_message text,
      p_wait_ms bigint, p_error text)`,
    definition: `returns setof channel_deliveries language plpgsql as $$
    declare
      d channel_deliveries;
      newest boolean;
      again boolean := false;
      at_ms bigint := ${NOW_MS};
    begin
      perform reach_binding(p_tenant, p_credential, p_binding);
      select * into d from channel_deliveries where tenant = p_tenant and id = p_delivery and binding = p_binding for update;
      if not found then raise exception 'channel.delivery_unknown' using errcode = 'OCERR'; end if;
      newest := p_revision >= d.revision;
      if p_outcome = 'delivered' then
        if d.sent_revision is null or p_revision >= d.sent_revision then
          d.sent_revision := least(p_revision, d.revision);
          d.message := p_message;
        end if;
        again := not newest and d.state in ('pending', 'sending') and d.sent_revision <> d.revision;
        if newest then d.state := 'sent'; d.error := null; end if;
      elsif d.state <> 'sending' then
        return next d;
        return;
      else
        d.error := p_error;
        again := p_outcome = 'refused' and not newest;
        if p_outcome in ('dead', 'refused') then
          d.state := p_outcome;
        else
          d.doubtful := d.doubtful or p_outcome = 'unknown' and d.message is null;
          d.state := 'pending';
          d.next_at := at_ms + p_wait_ms;
        end if;
      end if;
      if again then d.state := 'pending'; d.attempts := 0; d.next_at := at_ms; d.error := null; end if;
      return query update channel_deliveries set sent_revision = d.sent_revision, message = d.message, state = d.state, attempts = d.attempts,
          next_at = d.next_at, doubtful = d.doubtful, error = d.error, updated_at = at_ms
        where tenant = p_tenant and id = p_delivery returning *;
    end $$`,
  },
  {
    signature: "open_deliveries(p_tenant text, p_credential text, p_binding text)",
    definition: `returns setof channel_deliveries language plpgsql as $$
    begin
      perform reach_binding(p_tenant, p_credential, p_binding);
      return query select d.* from channel_deliveries d where d.tenant = p_tenant and d.binding = p_binding and d.state in ('pending', 'sending')
        order by d.thread, d.ordinal, d.seq;
    end $$`,
  },
];

const operators: readonly SqlFunction[] = [
  {
    signature: "list_deliveries(p_tenant text, p_credential text, p_binding text, p_state text, p_limit integer, p_before bigint)",
    definition: `returns setof channel_deliveries language plpgsql as $$
    begin
      perform set_config('open_cowork.tenant', p_tenant, true);
      if p_binding is not null then perform reach_binding(p_tenant, p_credential, p_binding); end if;
      return query select d.* from channel_deliveries d where d.tenant = p_tenant
        and (p_binding is null or d.binding = p_binding) and (p_state is null or d.state = p_state) and (p_before is null or d.seq < p_before)
        and (p_credential is null or exists (select from channel_bindings b
          where b.tenant = p_tenant and b.id = d.binding and p_credential = any (b.granted)))
        order by d.seq desc limit p_limit;
    end $$`,
  },
  {
    signature: "change_delivery(p_tenant text, p_credential text, p_delivery text, p_bury boolean)",
    definition: `returns setof channel_deliveries language plpgsql as $$
    declare
      d channel_deliveries;
      at_ms bigint := ${NOW_MS};
    begin
      perform set_config('open_cowork.tenant', p_tenant, true);
      select o.* into d from channel_deliveries o join channel_bindings b on b.tenant = o.tenant and b.id = o.binding
        where o.tenant = p_tenant and o.id = p_delivery and (p_credential is null or p_credential = any (b.granted)) for update of o;
      if not found then raise exception 'channel.delivery_unknown' using errcode = 'OCERR'; end if;
      if d.state = 'sent' then raise exception 'channel.delivery_done' using errcode = 'OCERR'; end if;
      if p_bury then
        -- Given up in the middle of a try: it may be there.
        d.doubtful := d.doubtful or d.state = 'sending' and d.message is null;
        d.state := 'dead';
      elsif d.state <> 'sending' then
        d.state := 'pending'; d.attempts := 0; d.next_at := at_ms; d.error := null;
      end if;
      return query update channel_deliveries set state = d.state, attempts = d.attempts, next_at = d.next_at, doubtful = d.doubtful, error = d.error,
          updated_at = at_ms
        where tenant = p_tenant and id = p_delivery returning *;
    end $$`,
  },
];

const FUNCTIONS = [...inbound, ...outbox, ...operators];
