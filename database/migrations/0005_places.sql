create schema places;
grant usage on schema places to linli_app;

create table places.service_function (
  code text primary key,
  number integer not null,
  class text not null,
  name text not null,
  name_en text not null,
  serves text not null,
  basic boolean not null,
  catalogue_version text not null,
  constraint service_function_serves check (serves in ('elder', 'child', 'all')),
  constraint service_function_number unique (catalogue_version, number)
);
comment on table places.service_function is 'reference: the catalogue of functions (mechanisms.md §F), loaded from versioned data';

create table places.function_group (
  grouping text not null,
  code text not null,
  name text not null,
  name_en text not null,
  position integer not null,
  functions text[] not null,
  primary key (grouping, code)
);
comment on table places.function_group is 'reference: groupings of one catalogue: 5+X zones, seven domains, 4+5+X, embedded four';

create table places.place (
  district text not null,
  id uuid not null,
  kind text not null,
  name text not null,
  name_en text,
  search text not null,
  area_code text not null references areas.area (code),
  service_area_id uuid,
  address text,
  phone text,
  lon double precision not null,
  lat double precision not null,
  source_crs text not null,
  functions text[] not null default '{}',
  mode_s0 text,
  build_type text,
  tier text,
  acquisition text,
  owner text,
  operator_id uuid,
  building_area numeric(10, 1),
  usable_area numeric(10, 1),
  capacity integer,
  condition text,
  utilisation integer,
  hours jsonb not null,
  accessibility text[] not null default '{}',
  photos text[] not null default '{}',
  opened_on date,
  closed_on date,
  external_id text,
  invented boolean not null default false,
  revision integer not null default 1,
  updated_at timestamptz not null,
  primary key (district, id),
  foreign key (district, service_area_id) references areas.service_area (district, id),
  foreign key (district, operator_id) references partners.organisation (district, id),
  constraint place_external_id unique (district, external_id),
  constraint place_kind check (kind in ('complex', 'facility')),
  constraint place_mode_s0 check (mode_s0 in ('clustered', 'dispersed', 'embedded')),
  constraint place_build_type check (build_type in ('integrated', 'area', 'street')),
  constraint place_tier check (tier in ('demonstration', 'inclusive')),
  constraint place_acquisition check (acquisition in ('newBuild', 'rebuild', 'swap', 'lease', 'purchase', 'coBuild', 'transfer', 'provision')),
  constraint place_condition check (condition in ('good', 'fair', 'poor')),
  constraint place_utilisation check (utilisation between 0 and 100),
  constraint place_on_earth check (lon between -180 and 180 and lat between -90 and 90),
  constraint place_usable_within_building check (usable_area is null or building_area is null or usable_area <= building_area)
);
comment on table places.place is 'by district: complexes and single facilities';
create index place_by_area on places.place (district, area_code);

create table places.site (
  district text not null,
  id uuid not null,
  place_id uuid not null,
  name text not null,
  address text,
  lon double precision not null,
  lat double precision not null,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id)
);
comment on table places.site is 'by district: further sites of a complex (片区化, 分散型)';

create table places.room (
  district text not null,
  id uuid not null,
  place_id uuid not null,
  site_id uuid,
  name text not null,
  floor text not null default '1',
  usable_area numeric(8, 1) not null,
  zone text,
  functions text[] not null default '{}',
  operator_class text not null,
  use_kind text not null default 'service',
  all_day boolean not null default false,
  open_use boolean not null default false,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  foreign key (district, site_id) references places.site (district, id),
  constraint room_name unique (district, place_id, name),
  constraint room_area check (usable_area > 0),
  constraint room_operator_class check (operator_class in ('public', 'market', 'social', 'resident')),
  constraint room_use_kind check (use_kind in ('service', 'office', 'display'))
);
comment on table places.room is 'by district: the room ledger (CPX-05)';
create index room_by_place on places.room (district, place_id);

create table places.room_time (
  district text not null,
  id uuid not null,
  room_id uuid not null,
  function_code text not null references places.service_function (code),
  weekday integer not null,
  from_minute integer not null,
  to_minute integer not null,
  primary key (district, id),
  foreign key (district, room_id) references places.room (district, id) on delete cascade,
  constraint room_time_weekday check (weekday between 1 and 7),
  constraint room_time_minutes check (0 <= from_minute and from_minute < to_minute and to_minute <= 1440),
  constraint room_time_no_overlap exclude using gist (district with =, room_id with =, weekday with =, int4range(from_minute, to_minute) with &&)
);
comment on table places.room_time is 'by district: which function a room has by weekday and hour (CPX-20)';

create table places.census (
  district text not null,
  id uuid not null,
  title text not null,
  as_of date not null,
  taken_at timestamptz not null,
  taken_by uuid,
  primary key (district, id),
  constraint census_title unique (district, title)
);
comment on table places.census is 'by district: a survey of all facilities at a date (PLN-05)';

create table places.census_record (
  district text not null,
  census_id uuid not null,
  place_id uuid not null,
  area_code text not null,
  record jsonb not null,
  primary key (district, census_id, place_id),
  foreign key (district, census_id) references places.census (district, id)
);
comment on table places.census_record is 'by district: a facility as the survey found it';

grant select, insert, update on all tables in schema places to linli_app;
grant delete on places.room, places.room_time, places.site to linli_app;

create schema services;
grant usage on schema services to linli_app;

create table services.service (
  district text not null,
  id uuid not null,
  place_id uuid not null,
  function_code text not null references places.service_function (code),
  name text not null,
  name_en text not null,
  provider text not null,
  price_class text not null,
  price_fen integer,
  price_unit text,
  eligibility text not null,
  eligibility_en text not null,
  steps text[] not null,
  promise text not null,
  version integer not null,
  valid_from date not null,
  valid_to date,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  constraint service_price_class check (price_class in ('free', 'lowFee', 'market')),
  constraint service_price check ((price_class = 'free') = (coalesce(price_fen, 0) = 0))
);
comment on table services.service is 'by district: what a place offers, to whom, at what price and promise (OPS-12)';
create index service_by_place on services.service (district, place_id);
grant select, insert, update on all tables in schema services to linli_app;
