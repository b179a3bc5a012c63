import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * All tables, keyed tenant-first so that tenants can be spread over servers. Ids compare by bytes (collation C): fast, and the same
 * order everywhere. Times are milliseconds since the epoch, except leases, which only the server's clock reads.
 */
export class Tables1764000000000 implements MigrationInterface {
  readonly name = "Tables1764000000000";

  async up(db: QueryRunner): Promise<void> {
    await db.query(people);
    await db.query(sessions);
    await db.query(log);
    await db.query(rows);
  }

  async down(db: QueryRunner): Promise<void> {
    const tables = ["idempotency_keys", "model_providers", "secrets", "artifacts", "said", "attention", "checkpoints", "snapshots", "commands"];
    for (const table of [...tables, "events", "sessions", "credentials", "users", "tenants"]) await db.query(`drop table ${table}`);
  }
}

const people = `
create table tenants (
  id text collate "C" primary key,
  slug text collate "C" constraint tenants_slug unique,
  name text not null,
  created_at bigint not null
);
create table users (
  tenant text collate "C" not null,
  id text collate "C" not null,
  name text not null,
  role text not null,
  created_at bigint not null,
  primary key (tenant, id)
);
create table credentials (
  tenant text collate "C" not null,
  id text collate "C" not null,
  user_id text collate "C" not null,
  kind text not null,
  hash text collate "C" not null constraint credentials_hash unique,
  name text not null,
  role text not null,
  created_at bigint not null,
  expires_at bigint,
  used_at bigint,
  last_seen_at bigint,
  revoked_at bigint,
  primary key (tenant, id)
);
create index credentials_user on credentials (tenant, user_id, kind);
`;

/**
 * One row a thread: its list line, the head of its log, its lease. Every append updates the row, so no index holds head_seq, and pages keep
 * room: the new version then lands on the same page and touches no index.
 */
const sessions = `
create table sessions (
  tenant text collate "C" not null,
  id text collate "C" not null,
  title text not null default '',
  pinned boolean not null default false,
  archived boolean not null default false,
  deleted boolean not null default false,
  purged boolean not null default false,
  tags text[] not null default '{}',
  created_at bigint not null,
  active_at bigint not null,
  head_seq bigint not null default 0,
  active_run text,
  active_state text,
  queued integer not null default 0,
  last_run text,
  attention integer not null default 0,
  rev bigint not null default 0,
  epoch integer not null default 0,
  worker text collate "C",
  lease_until timestamptz,
  wake_seq bigint not null default 0,
  seen_seq bigint not null default 0,
  wait_seq bigint not null default 0,
  primary key (tenant, id)
) with (fillfactor = 60);
create index sessions_activity on sessions (tenant, active_at desc, id desc) where not deleted;
create index sessions_rev on sessions (tenant, rev);
create index sessions_worker on sessions (worker) where worker is not null;
create index sessions_wanting on sessions (tenant, id) where not purged and case
  when active_state = 'waiting' and attention > 0 then wake_seq > wait_seq
  else active_run is not null or wake_seq > seen_seq end;
`;

const log = `
create table events (
  tenant text collate "C" not null,
  session text collate "C" not null,
  seq bigint not null,
  at bigint not null,
  epoch integer not null,
  kind text collate "C" not null,
  run text collate "C",
  agent_path json,
  body json not null,
  primary key (tenant, session, seq)
);
create table commands (
  tenant text collate "C" not null,
  session text collate "C" not null,
  id text collate "C" not null,
  kind text not null,
  run text,
  seq bigint not null,
  at bigint not null,
  primary key (tenant, session, id)
);
create table snapshots (
  tenant text collate "C" not null,
  session text collate "C" not null,
  seq bigint not null,
  view text not null,
  primary key (tenant, session)
);
create table checkpoints (
  tenant text collate "C" not null,
  session text collate "C" not null,
  position bigint not null,
  data bytea not null,
  primary key (tenant, session, position)
);
create table attention (
  tenant text collate "C" not null,
  session text collate "C" not null,
  kind text collate "C" not null,
  id text collate "C" not null,
  run text,
  at bigint not null,
  request json not null,
  primary key (tenant, session, kind, id)
);
create table said (
  tenant text collate "C" not null,
  session text collate "C" not null,
  seq bigint not null,
  at bigint not null,
  text text not null,
  words tsvector not null,
  primary key (tenant, session, seq)
);
create index said_words on said using gin (words);
`;

const rows = `
create table artifacts (
  tenant text collate "C" not null,
  id text collate "C" not null,
  session text collate "C",
  name text not null,
  mime text not null,
  bytes bigint not null,
  sha256 text collate "C" not null,
  created_at bigint not null,
  primary key (tenant, id)
);
create table secrets (
  tenant text collate "C" not null,
  name text collate "C" not null,
  sealed bytea not null,
  primary key (tenant, name)
);
create table model_providers (
  tenant text collate "C" not null,
  id text collate "C" not null,
  created_at bigint not null,
  record json not null,
  primary key (tenant, id)
);
create table idempotency_keys (
  tenant text collate "C" not null,
  key text collate "C" not null,
  fingerprint text not null,
  status integer not null,
  body text not null,
  at bigint not null,
  primary key (tenant, key)
);
`;
