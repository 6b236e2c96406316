create schema streets;
grant usage on schema streets to linli_app;

create table streets.network (
  district text not null,
  id uuid not null,
  title text not null,
  source text not null,
  graph bytea not null,
  backdrop jsonb not null default '[]',
  nodes integer not null,
  segments integer not null,
  length_metres double precision not null,
  invented boolean not null default false,
  current boolean not null,
  imported_at timestamptz not null,
  imported_by uuid,
  primary key (district, id),
  constraint network_one_current exclude using btree (district with =) where (current)
);
comment on table streets.network is 'by district: walking networks, one of them current';
grant select, insert, update on all tables in schema streets to linli_app;

create schema planning;
grant usage on schema planning to linli_app;

create table planning.population (
  district text not null,
  id uuid not null,
  title text not null,
  source text not null,
  as_of date not null,
  kind text not null,
  invented boolean not null default false,
  current boolean not null,
  imported_at timestamptz not null,
  primary key (district, id),
  constraint population_kind check (kind in ('points', 'cells', 'communities')),
  constraint population_one_current exclude using btree (district with =) where (current)
);
comment on table planning.population is 'by district: sets of demand, one of them current';

create table planning.population_cell (
  district text not null,
  population_id uuid not null,
  id text not null,
  lon double precision not null,
  lat double precision not null,
  area_code text references areas.area (code),
  people integer not null,
  households integer,
  bands integer[],
  name text,
  primary key (district, population_id, id),
  foreign key (district, population_id) references planning.population (district, id),
  constraint population_cell_people check (people >= 0),
  constraint population_cell_bands check (bands is null or cardinality(bands) = 6)
);
comment on table planning.population_cell is 'by district: people at a point or cell; bands are 0-6, 7-17, 18-34, 35-59, 60-79, 80+';

create table planning.study (
  district text not null,
  id uuid not null,
  title text not null,
  status text not null,
  progress text not null default '',
  error text,
  parameters jsonb not null,
  files jsonb not null default '[]',
  result jsonb,
  csv text,
  html text,
  created_at timestamptz not null,
  created_by uuid,
  finished_at timestamptz,
  primary key (district, id),
  constraint study_status check (status in ('waiting', 'running', 'done', 'failed'))
);
comment on table planning.study is 'by district: coverage studies and their reports';

create table planning.study_file (
  district text not null,
  study_id uuid not null,
  name text not null,
  content bytea not null,
  primary key (district, study_id, name),
  foreign key (district, study_id) references planning.study (district, id)
);
comment on table planning.study_file is 'by district: files that a study ran on';
grant select, insert, update on all tables in schema planning to linli_app;
grant delete on planning.study_file to linli_app;

create schema imports;
grant usage on schema imports to linli_app;

create table imports.import (
  district text not null,
  id uuid not null,
  kind text not null,
  file_name text not null,
  content bytea not null,
  content_hash text not null,
  crs text,
  options jsonb not null default '{}',
  status text not null,
  progress integer not null default 0,
  step text not null default '',
  rows_total integer,
  rows_good integer,
  rows_bad integer,
  notes jsonb not null default '[]',
  issues jsonb not null default '[]',
  summary jsonb,
  created_at timestamptz not null,
  created_by uuid not null,
  finished_at timestamptz,
  primary key (district, id),
  constraint import_kind check (kind in ('areas', 'facilities', 'population', 'streets')),
  constraint import_status check (status in ('checking', 'checked', 'loading', 'loaded', 'failed'))
);
comment on table imports.import is 'by district: files brought in, what was wrong with them and what was loaded';
grant select, insert, update on all tables in schema imports to linli_app;
