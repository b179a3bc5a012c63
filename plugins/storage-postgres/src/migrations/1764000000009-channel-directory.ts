import type { MigrationInterface, QueryRunner } from "typeorm";
import { createFunctions, dropFunctions, NOW_MS, type SqlFunction } from "./functions.js";

/** Who serves a binding, who was let in, and who was turned away. A failure is raised as OCERR with the product's error code as its message. */
export class ChannelDirectory1764000000009 implements MigrationInterface {
  readonly name = "ChannelDirectory1764000000009";
  async up(db: QueryRunner): Promise<void> {
    await createFunctions(db, FUNCTIONS);
  }
  async down(db: QueryRunner): Promise<void> {
    await dropFunctions(db, FUNCTIONS);
  }
}

const LEASED = "clock_timestamp() + p_ttl_ms * interval '1 millisecond'";
const NODE = (holder: string) => String.raw`regexp_replace(${holder}, '\.[^.]*$', '')`;
const RANK = (role: string) => `array_position(array['viewer', 'approver', 'member', 'admin', 'owner'], ${role})`;

/** Names the tenant and checks the grant: the first thing that every function of channels does. No credential: somebody who reaches all of the tenant. */
const reach: SqlFunction = {
  signature: "reach_binding(p_tenant text, p_credential text, p_binding text)",
  definition: `returns void language plpgsql as $$
  begin
    perform set_config('open_cowork.tenant', p_tenant, true);
    if not exists (select from channel_bindings
      where tenant = p_tenant and id = p_binding and (p_credential is null or p_credential = any (granted))) then
      raise exception 'channel.binding_unknown' using errcode = 'OCERR';
    end if;
  end $$`,
};

/** The row's lock puts those that come at once in order. A binding whose credentials are all invalid is granted to the credential that replaces them. */
const connect: SqlFunction = {
  signature: `connect_binding(p_tenant text, p_credential text, p_caller text, p_id text, p_provider text, p_instance text, p_policy json,
    p_holder text, p_ttl_ms integer)`,
  definition: `returns setof channel_bindings language plpgsql as $$
  declare
    b channel_bindings;
  begin
    perform set_config('open_cowork.tenant', p_tenant, true);
    insert into channel_bindings (tenant, id, provider, instance, name, policy, granted, created_at)
      values (p_tenant, p_id, p_provider, p_instance, p_instance, p_policy, array[p_caller], ${NOW_MS})
      on conflict (tenant, provider, instance) do nothing;
    select * into b from channel_bindings where tenant = p_tenant and provider = p_provider and instance = p_instance for update;
    if p_credential is not null and p_credential <> all (b.granted) then
      if b.granted = '{}' or exists (select from unnest(b.granted) as g (id) where not exists (
        select from credentials c where c.tenant = p_tenant and c.id = g.id and (c.revoked_at is not null or c.expires_at <= ${NOW_MS}))) then
        raise exception 'channel.binding_unknown' using errcode = 'OCERR';
      end if;
      b.granted := b.granted || p_credential;
    end if;
    if b.holder is not null and b.lease_until > clock_timestamp() and ${NODE("b.holder")} <> ${NODE("p_holder")} then
      raise exception 'channel.held' using errcode = 'OCERR';
    end if;
    return query update channel_bindings set holder = p_holder, epoch = epoch + 1, lease_until = ${LEASED}, granted = b.granted, seen_at = ${NOW_MS}
      where tenant = p_tenant and id = b.id returning *;
  end $$`,
};

const renew: SqlFunction = {
  signature: `renew_binding(p_tenant text, p_credential text, p_binding text, p_holder text, p_ttl_ms integer, p_profile boolean,
    p_name text, p_handle text, p_link text)`,
  definition: `returns setof channel_bindings language plpgsql as $$
  begin
    perform reach_binding(p_tenant, p_credential, p_binding);
    return query update channel_bindings set lease_until = ${LEASED}, seen_at = ${NOW_MS},
        name = case when p_profile then p_name else name end,
        handle = case when p_profile then p_handle else handle end,
        pairing_link = case when p_profile then p_link else pairing_link end
      where tenant = p_tenant and id = p_binding and holder = p_holder returning *;
    if not found then raise exception 'channel.held' using errcode = 'OCERR'; end if;
  end $$`,
};

const release: SqlFunction = {
  signature: "release_binding(p_tenant text, p_credential text, p_binding text, p_holder text)",
  definition: `returns void language plpgsql as $$
  begin
    perform reach_binding(p_tenant, p_credential, p_binding);
    update channel_bindings set holder = null, lease_until = null where tenant = p_tenant and id = p_binding and holder = p_holder;
  end $$`,
};

/** Known people are read for each of their messages; that they were seen is written once a minute. */
const identity: SqlFunction = {
  signature: "find_identity(p_tenant text, p_credential text, p_binding text, p_id text, p_person text, p_name text, p_handle text)",
  definition: `returns setof channel_identities language plpgsql as $$
  declare
    i channel_identities;
    at_ms bigint := ${NOW_MS};
  begin
    perform reach_binding(p_tenant, p_credential, p_binding);
    select * into i from channel_identities where tenant = p_tenant and binding = p_binding and person = p_person;
    if found then
      if coalesce(i.seen_at, 0) > at_ms - 60000 and p_name in ('', i.name) and i.handle is not distinct from p_handle then
        return next i;
      else
        return query update channel_identities set name = coalesce(nullif(p_name, ''), name), handle = p_handle, seen_at = at_ms
          where tenant = p_tenant and id = i.id returning *;
      end if;
      return;
    end if;
    insert into channel_identities (tenant, id, binding, person, name, handle, role, created_at, seen_at)
      select p_tenant, p_id, p_binding, p_person, coalesce(nullif(p_name, ''), e->>'name'), p_handle, e->>'role', at_ms, at_ms
      from channel_bindings b, json_array_elements(b.policy->'allow') as allowed (e)
      where b.tenant = p_tenant and b.id = p_binding and e->>'person' = p_person limit 1
      on conflict (tenant, binding, person) do nothing;
    return query select c.* from channel_identities c where c.tenant = p_tenant and c.binding = p_binding and c.person = p_person;
  end $$`,
};

/** The lock on the invitation makes one of many win; whatever raises afterwards gives it back. */
const redeem: SqlFunction = {
  signature: "redeem_pairing(p_tenant text, p_credential text, p_binding text, p_hash text, p_id text, p_person text, p_name text, p_handle text)",
  definition: `returns setof channel_identities language plpgsql as $$
  declare
    p channel_pairings;
    i channel_identities;
    at_ms bigint := ${NOW_MS};
  begin
    perform reach_binding(p_tenant, p_credential, p_binding);
    select * into p from channel_pairings where tenant = p_tenant and binding = p_binding and hash = p_hash for update;
    select * into i from channel_identities where tenant = p_tenant and binding = p_binding and person = p_person;
    if p.used_by = i.id and not i.blocked then return next i; return; end if;
    if p.id is null or p.used_at is not null or p.expires_at <= at_ms then raise exception 'channel.pairing_invalid' using errcode = 'OCERR'; end if;
    insert into channel_identities as known (tenant, id, binding, person, name, handle, role, created_at, seen_at)
      values (p_tenant, p_id, p_binding, p_person, p_name, p_handle, p.role, at_ms, at_ms)
      on conflict (tenant, binding, person) do update set name = coalesce(nullif(p_name, ''), known.name), handle = p_handle, seen_at = at_ms,
          role = case when ${RANK("known.role")} < ${RANK("excluded.role")} then excluded.role else known.role end
        where not known.blocked
      returning * into i;
    if not found then raise exception 'channel.pairing_invalid' using errcode = 'OCERR'; end if;
    update channel_pairings set used_at = at_ms, used_by = i.id where tenant = p_tenant and id = p.id;
    return next i;
  end $$`,
};

const refuse: SqlFunction = {
  signature: "count_refusal(p_tenant text, p_credential text, p_binding text, p_reason text, p_person text, p_name text, p_handle text, p_keep integer)",
  definition: `returns void language plpgsql as $$
  declare
    times bigint;
    kept integer;
    at_ms bigint := ${NOW_MS};
  begin
    perform reach_binding(p_tenant, p_credential, p_binding);
    insert into channel_refusals as known (tenant, binding, reason, person, name, handle, count, first_at, last_at)
      values (p_tenant, p_binding, p_reason, p_person, p_name, p_handle, 1, at_ms, at_ms)
      on conflict (tenant, binding, reason, person) do update
        set count = known.count + 1, last_at = at_ms, name = coalesce(p_name, known.name), handle = coalesce(p_handle, known.handle)
      returning known.count into times;
    if times > 1 then return; end if;
    select count(*) into kept from channel_refusals where tenant = p_tenant and binding = p_binding;
    if kept <= p_keep then return; end if;
    -- Looked up once and for all: read again for each row, it would pass over what was deleted and find the next.
    with old as materialized (
        select o.reason, o.person from channel_refusals o where o.tenant = p_tenant and o.binding = p_binding
          order by o.last_at limit kept - p_keep for update skip locked)
      delete from channel_refusals r using old where r.tenant = p_tenant and r.binding = p_binding and r.reason = old.reason and r.person = old.person;
  end $$`,
};

const FUNCTIONS = [reach, connect, renew, release, identity, redeem, refuse];
