create schema areas;
grant usage on schema areas to linli_app;

create table areas.area (
  code text primary key,
  level text not null,
  name text not null,
  parent_code text references areas.area (code),
  path text not null,
  search text not null default '',
  valid_from date not null,
  valid_to date,
  urban_rural_class text,
  boundary jsonb,
  centre_lon double precision,
  centre_lat double precision,
  invented boolean not null default false,
  source text not null,
  constraint area_level check (level in ('province', 'city', 'district', 'subdistrict', 'community', 'special')),
  constraint area_code_shape check (code ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
  constraint area_period check (valid_to is null or valid_to > valid_from),
  constraint area_root check ((level = 'province') = (parent_code is null))
);
comment on table areas.area is 'reference: the division tree, GB/T 2260 and 12-digit statistical codes';
create index area_by_path on areas.area (path text_pattern_ops);
create index area_by_parent on areas.area (parent_code);

create table areas.area_change (
  id uuid primary key,
  kind text not null,
  effective_on date not null,
  from_codes text[] not null,
  to_codes text[] not null,
  old_name text,
  new_name text,
  basis text not null,
  recorded_at timestamptz not null,
  constraint area_change_kind check (kind in ('rename', 'merge', 'split', 'recode'))
);
comment on table areas.area_change is 'reference: dated renames, merges and splits, with the document that ordered them';

create table areas.community_type (
  code text primary key,
  name text not null,
  name_en text not null,
  source text not null
);
comment on table areas.community_type is 'reference: kinds of community (ORG-02)';

create table areas.area_type (
  area_code text not null references areas.area (code),
  type_code text not null references areas.community_type (code),
  valid_from date not null,
  valid_to date,
  basis text not null,
  primary key (area_code, type_code, valid_from),
  constraint area_type_period check (valid_to is null or valid_to > valid_from),
  constraint area_type_once exclude using gist (area_code with =, type_code with =, daterange(valid_from, valid_to) with &&)
);
comment on table areas.area_type is 'reference: which community is of which kind, and when';

create table areas.service_area (
  district text not null,
  id uuid not null,
  name text not null,
  communities text[] not null,
  valid_from date not null,
  valid_to date,
  primary key (district, id),
  constraint service_area_name unique (district, name),
  constraint service_area_two_or_three check (cardinality(communities) between 2 and 3)
);
comment on table areas.service_area is 'by district: cross-community units of 2 to 3 communities (ORG-03)';

grant select, insert, update on all tables in schema areas to linli_app;
