-- The frame's own tables. Every table says in its comment whether it is 'reference' or 'by district' (house.md §4).
create schema platform;
grant usage on schema platform to linli_app;

create table platform.event (
  district text not null,
  seq bigint generated always as identity,
  id uuid not null,
  name text not null,
  subject text not null,
  detail jsonb not null default '{}',
  actor_id uuid,
  at timestamptz not null,
  txid xid8 not null default pg_current_xact_id(),
  primary key (district, seq)
);
comment on table platform.event is 'by district: facts recorded by commands, read in order by reactions';
create index event_in_order on platform.event (txid, seq);
create index event_by_name on platform.event (name, txid, seq);

create table platform.reaction_cursor (
  reaction text primary key,
  txid xid8 not null default '0',
  seq bigint not null default 0,
  failures integer not null default 0,
  last_error text
);
comment on table platform.reaction_cursor is 'reference: how far each reaction has read';

create table platform.idempotency (
  district text not null,
  owner text not null,
  endpoint text not null,
  key text not null,
  request_hash text not null,
  answer text,
  at timestamptz not null,
  primary key (district, owner, endpoint, key)
);
comment on table platform.idempotency is 'by district: first answers to commands, by the key of the caller';

create table platform.audit_head (
  district text primary key,
  seq bigint not null,
  hash text not null
);
comment on table platform.audit_head is 'by district: last link of the audit chain';

create table platform.audit_entry (
  district text not null,
  seq bigint not null,
  at timestamptz not null,
  actor_id uuid,
  actor_name text not null,
  action text not null,
  object_id text,
  area_code text,
  purpose text,
  detail jsonb not null default '{}',
  result text not null,
  previous_hash text not null,
  hash text not null,
  primary key (district, seq),
  constraint audit_entry_result check (result in ('done', 'forbidden'))
);
comment on table platform.audit_entry is 'by district: append-only chain of who did what (standards.md §12)';
create index audit_entry_by_time on platform.audit_entry (district, at desc);

create table platform.reference_data (
  kind text not null,
  version text not null,
  status text not null,
  effective_from date,
  source text not null,
  content jsonb not null,
  loaded_at timestamptz not null,
  primary key (kind, version),
  constraint reference_data_status check (status in ('draft', 'effective', 'expired'))
);
comment on table platform.reference_data is 'reference: versioned lists, calendars and dictionaries with their source';

grant select, insert on platform.event, platform.audit_entry to linli_app;
grant select, insert, update on platform.reaction_cursor, platform.audit_head, platform.reference_data to linli_app;
grant select, insert, update, delete on platform.idempotency to linli_app;
