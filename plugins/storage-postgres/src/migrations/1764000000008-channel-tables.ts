import type { MigrationInterface, QueryRunner } from "typeorm";
import { APP_ROLE } from "../database/roles.js";
import { type SecuredTables, secureTables } from "./row-security.js";

const SECURITY: SecuredTables = {
  tables: [
    ...["channel_bindings", "channel_identities", "channel_pairings", "channel_refusals"],
    ...["channel_threads", "channel_thread_sessions", "channel_interactions", "channel_inbound", "channel_deliveries"],
  ],
  systemGrants: [
    "select, update (event), delete on channel_inbound",
    "select, delete on channel_deliveries",
    "select, delete on channel_interactions",
    "select, delete on channel_pairings",
    "select, delete on channel_refusals",
  ],
};
/** Their numbers are taken by name, before the rows are put in. */
const SEQUENCES = ["channel_inbound_seq_seq", "channel_deliveries_seq_seq", "channel_thread_sessions_seq_seq"];

/** The durable side of chat channels. Numbers (`seq`) give the order of making where times are too coarse; they may have gaps. */
export class ChannelTables1764000000008 implements MigrationInterface {
  readonly name = "ChannelTables1764000000008";

  async up(db: QueryRunner): Promise<void> {
    await db.query(people);
    await db.query(conversations);
    await db.query(queues);
    await secureTables(db, SECURITY);
    await db.query(`grant usage on sequence ${SEQUENCES.join(", ")} to ${APP_ROLE}`);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of [...SECURITY.tables].reverse()) await db.query(`drop table ${table}`);
  }
}

/** A lease is renewed every few seconds: pages keep room, and no index holds what changes then. `granted` are ids of credentials. */
const people = `
create table channel_bindings (
  tenant text collate "C" not null,
  id text collate "C" not null,
  provider text collate "C" not null,
  instance text collate "C" not null,
  name text not null,
  handle text,
  pairing_link text,
  enabled boolean not null default true,
  policy json not null,
  granted text[] not null,
  created_at bigint not null,
  seen_at bigint,
  holder text collate "C",
  epoch integer not null default 0,
  lease_until timestamptz,
  primary key (tenant, id),
  constraint channel_bindings_instance unique (tenant, provider, instance)
) with (fillfactor = 60);
create table channel_identities (
  tenant text collate "C" not null,
  id text collate "C" not null,
  binding text collate "C" not null,
  person text collate "C" not null,
  name text not null,
  handle text,
  role text not null,
  blocked boolean not null default false,
  created_at bigint not null,
  seen_at bigint,
  primary key (tenant, id),
  constraint channel_identities_person unique (tenant, binding, person)
);
create table channel_pairings (
  tenant text collate "C" not null,
  id text collate "C" not null,
  binding text collate "C" not null,
  hash text collate "C" not null,
  role text not null,
  note text not null,
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  used_by text collate "C",
  primary key (tenant, id),
  constraint channel_pairings_hash unique (tenant, binding, hash)
);
create index channel_pairings_age on channel_pairings (expires_at);
create table channel_refusals (
  tenant text collate "C" not null,
  binding text collate "C" not null,
  reason text collate "C" not null,
  person text collate "C" not null,
  name text,
  handle text,
  count bigint not null,
  first_at bigint not null,
  last_at bigint not null,
  primary key (tenant, binding, reason, person)
);
create index channel_refusals_latest on channel_refusals (tenant, binding, last_at);
create index channel_refusals_age on channel_refusals (last_at);
`;

/** `topic` is empty where the platform has none, so that it can be part of a key. */
const conversations = `
create table channel_threads (
  tenant text collate "C" not null,
  id text collate "C" not null,
  binding text collate "C" not null,
  chat text collate "C" not null,
  topic text collate "C" not null,
  kind text not null,
  title text,
  session text collate "C",
  cursor bigint not null default 0,
  created_at bigint not null,
  primary key (tenant, id),
  constraint channel_threads_conversation unique (tenant, binding, chat, topic)
);
create index channel_threads_session on channel_threads (tenant, session) where session is not null;
create table channel_thread_sessions (
  tenant text collate "C" not null,
  thread text collate "C" not null,
  session text collate "C" not null,
  seq bigserial not null,
  primary key (tenant, thread, session)
);
create index channel_thread_sessions_session on channel_thread_sessions (tenant, session);
create table channel_interactions (
  tenant text collate "C" not null,
  binding text collate "C" not null,
  id text collate "C" not null,
  thread text collate "C" not null,
  session text collate "C" not null,
  kind text collate "C" not null,
  request text collate "C" not null,
  created_at bigint not null,
  expires_at bigint not null,
  primary key (tenant, binding, id),
  constraint channel_interactions_request unique (tenant, thread, session, kind, request)
);
create index channel_interactions_session on channel_interactions (tenant, session);
create index channel_interactions_age on channel_interactions (expires_at);
`;

/** `json`, not `jsonb`: what people write (NUL escapes, lone surrogates) comes back as it was. An event that was dealt with long ago is null. */
const queues = `
create table channel_inbound (
  tenant text collate "C" not null,
  binding text collate "C" not null,
  key text collate "C" not null,
  id text collate "C" not null,
  seq bigserial not null,
  event json,
  received_at bigint not null,
  completed_at bigint,
  outcome text,
  primary key (tenant, binding, key),
  constraint channel_inbound_id unique (tenant, id)
);
create index channel_inbound_pending on channel_inbound (tenant, binding, seq) where completed_at is null;
create index channel_inbound_kept on channel_inbound (completed_at) where completed_at is not null and event is not null;
create index channel_inbound_forgotten on channel_inbound (completed_at) where completed_at is not null and event is null;
create table channel_deliveries (
  tenant text collate "C" not null,
  id text collate "C" not null,
  binding text collate "C" not null,
  thread text collate "C" not null,
  session text collate "C",
  key text collate "C" not null,
  seq bigserial not null,
  ordinal bigint not null,
  content json not null,
  revision bigint not null,
  sent_revision bigint,
  message text,
  state text not null,
  attempts integer not null default 0,
  tried_epoch integer not null default 0,
  next_at bigint not null,
  doubtful boolean not null default false,
  error text,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (tenant, id),
  constraint channel_deliveries_key unique (tenant, thread, key)
) with (fillfactor = 80);
create index channel_deliveries_open on channel_deliveries (tenant, binding, thread, ordinal) where state in ('pending', 'sending');
create index channel_deliveries_latest on channel_deliveries (tenant, seq);
create index channel_deliveries_trouble on channel_deliveries (tenant, state, seq) where state in ('refused', 'dead');
create index channel_deliveries_age on channel_deliveries (updated_at) where state in ('sent', 'refused');
`;
