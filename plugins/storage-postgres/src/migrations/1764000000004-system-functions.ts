import type { MigrationInterface, QueryRunner } from "typeorm";
import { createFunctions, dropFunctions, type SqlFunction } from "./functions.js";

/** What must look across tenants: leases, and finding out who a credential belongs to. Each returns or changes no more than its purpose needs. */
export class SystemFunctions1764000000004 implements MigrationInterface {
  readonly name = "SystemFunctions1764000000004";
  async up(db: QueryRunner): Promise<void> {
    await createFunctions(db, [...LEASES, ...IDENTITY]);
  }
  async down(db: QueryRunner): Promise<void> {
    await dropFunctions(db, [...LEASES, ...IDENTITY]);
  }
}

const LEASE = "returns table (tenant text, session text, worker text, epoch integer)";
const FOREVER = "clock_timestamp() + p_ttl_ms * interval '1 millisecond'";

const LEASES: readonly SqlFunction[] = [
  {
    acrossTenants: true,
    signature: "acquire_lease(p_worker text, p_tenant text, p_session text, p_ttl_ms integer)",
    definition: `${LEASE} language sql as $$
      update sessions s set worker = p_worker, epoch = s.epoch + 1, lease_until = ${FOREVER}
        where s.tenant = p_tenant and s.id = p_session and not s.purged
          and (s.worker is null or s.worker = p_worker or s.lease_until <= clock_timestamp())
        returning s.tenant, s.id, s.worker, s.epoch
    $$`,
  },
  {
    // The condition is that of the index sessions_wanting, word for word. Locked rows are being taken by somebody else, or prompted right now:
    // whoever prompts wakes a worker.
    acrossTenants: true,
    signature: "claim_leases(p_worker text, p_limit integer, p_ttl_ms integer)",
    definition: `${LEASE} language sql as $$
      update sessions s set worker = p_worker, epoch = s.epoch + 1, lease_until = ${FOREVER}
        from (
          select c.tenant, c.id from sessions c
            where not c.purged and case when c.active_state = 'waiting' and c.attention > 0 then c.wake_seq > c.wait_seq
                else c.active_run is not null or c.wake_seq > c.seen_seq end
              and (c.worker is null or c.lease_until <= clock_timestamp())
            limit p_limit for update skip locked
        ) free
        where s.tenant = free.tenant and s.id = free.id
        returning s.tenant, s.id, s.worker, s.epoch
    $$`,
  },
  {
    acrossTenants: true,
    signature: "renew_leases(p_worker text, p_ttl_ms integer)",
    definition: `${LEASE} language sql as $$
      update sessions s set lease_until = ${FOREVER} where s.worker = p_worker returning s.tenant, s.id, s.worker, s.epoch
    $$`,
  },
  {
    // False only for a lease that is held and must be kept. The update waits for an append under way and then looks at what it wrote.
    acrossTenants: true,
    signature: "release_lease(p_tenant text, p_session text, p_worker text, p_epoch integer, p_seen bigint)",
    definition: `returns boolean language plpgsql as $$
    begin
      update sessions set worker = null, lease_until = null, seen_seq = case when p_seen is null then seen_seq else greatest(seen_seq, wake_seq) end
        where tenant = p_tenant and id = p_session and worker = p_worker and epoch = p_epoch and (p_seen is null or wake_seq <= p_seen);
      if found then return true; end if;
      return not exists (select from sessions where tenant = p_tenant and id = p_session and worker = p_worker and epoch = p_epoch);
    end $$`,
  },
  {
    acrossTenants: true,
    signature: "release_node(p_node text, p_except text)",
    definition: `returns integer language plpgsql as $$
    declare
      freed integer;
    begin
      update sessions set worker = null, lease_until = null where starts_with(worker, p_node || '.') and worker <> p_except;
      get diagnostics freed = row_count;
      return freed;
    end $$`,
  },
  {
    acrossTenants: true,
    signature: "lease_holder(p_tenant text, p_session text)",
    definition: `returns text language sql stable as $$
      select worker from sessions where tenant = p_tenant and id = p_session and lease_until > clock_timestamp()
    $$`,
  },
];

const USER = "u.tenant as user_tenant, u.id as user_id, u.name as user_name, u.role as user_role";

const IDENTITY: readonly SqlFunction[] = [
  {
    // The unique slug makes one of several first starts win; the others wait for it and read what it made.
    acrossTenants: true,
    signature: "local_owner(p_tenant text, p_user text, p_at bigint)",
    definition: `returns table (user_tenant text, user_id text, user_name text, user_role text) language plpgsql as $$
    begin
      insert into tenants (id, slug, name, created_at) values (p_tenant, 'local', 'Open Cowork', p_at) on conflict (slug) do nothing;
      if found then
        insert into users (tenant, id, name, role, created_at) values (p_tenant, p_user, 'Owner', 'owner', p_at);
      end if;
      return query select ${USER} from tenants t join users u on u.tenant = t.id
        where t.slug = 'local' and u.role = 'owner' order by u.created_at, u.id limit 1;
    end $$`,
  },
  {
    acrossTenants: true,
    signature: "find_credential(p_hash text)",
    definition: `returns table (credential json, user_tenant text, user_id text, user_name text, user_role text) language sql stable as $$
      select row_to_json(c), ${USER} from credentials c join users u on u.tenant = c.tenant and u.id = c.user_id where c.hash = p_hash
    $$`,
  },
  {
    acrossTenants: true,
    signature: "use_credential(p_hash text, p_at bigint)",
    definition: `returns boolean language plpgsql as $$
    begin
      update credentials set used_at = p_at where hash = p_hash and used_at is null and revoked_at is null;
      return found;
    end $$`,
  },
  {
    acrossTenants: true,
    signature: "touch_credential(p_hash text, p_at bigint)",
    definition: `returns void language sql as $$
      update credentials set last_seen_at = p_at where hash = p_hash and (last_seen_at is null or last_seen_at < p_at)
    $$`,
  },
];
