create table planning.wish (
  district text not null,
  id uuid not null,
  account_id uuid not null,
  function_code text not null,
  area_code text references areas.area (code),
  wished_at timestamptz not null,
  primary key (district, id),
  constraint wish_once unique (district, account_id, function_code)
);
comment on table planning.wish is 'by district: functions that residents miss around them, one wish each';
create index wish_by_area on planning.wish (district, area_code);

create table planning.space (
  district text not null,
  id uuid not null,
  name text not null,
  area_code text not null references areas.area (code),
  address text,
  lon double precision not null,
  lat double precision not null,
  owner text not null,
  kind text not null,
  floor_area numeric(10, 1) not null,
  acquisition text not null,
  rent_fen bigint not null,
  term_months integer,
  available_from date,
  status text not null default 'offered',
  status_note text,
  place_id uuid,
  invented boolean not null default false,
  revision integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  constraint space_name unique (district, area_code, name),
  constraint space_kind check (kind in ('serviceFacility', 'office', 'groundFloor', 'stateOwned', 'land', 'other')),
  constraint space_acquisition check (acquisition in ('newBuild', 'rebuild', 'swap', 'lease', 'purchase', 'coBuild', 'transfer', 'provision')),
  constraint space_status check (status in ('offered', 'surveyed', 'agreed', 'converted', 'withdrawn')),
  constraint space_floor_area check (floor_area > 0),
  constraint space_rent check (rent_fen >= 0),
  constraint space_converted check (status <> 'converted' or place_id is not null),
  constraint space_withdrawn check (status <> 'withdrawn' or status_note is not null)
);
comment on table planning.space is 'by district: idle rooms and land offered for services (PLN-11)';

create table planning.project (
  district text not null,
  id uuid not null,
  title text not null,
  area_code text not null references areas.area (code),
  acquisition text not null,
  planned_area numeric(10, 1),
  functions text[] not null default '{}',
  lon double precision,
  lat double precision,
  space_id uuid,
  place_id uuid,
  tags text[] not null default '{}',
  stage text not null default 'survey',
  due_on date,
  dropped_on date,
  drop_reason text,
  invented boolean not null default false,
  revision integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (district, id),
  foreign key (district, space_id) references planning.space (district, id),
  foreign key (district, place_id) references places.place (district, id),
  constraint project_title unique (district, title),
  constraint project_acquisition check (acquisition in ('newBuild', 'rebuild', 'swap', 'lease', 'purchase', 'coBuild', 'transfer', 'provision')),
  constraint project_stage check (stage in ('survey', 'site', 'build', 'accept', 'open')),
  constraint project_open check (stage <> 'open' or place_id is not null),
  constraint project_dropped check ((dropped_on is null) = (drop_reason is null)),
  constraint project_position check ((lon is null) = (lat is null))
);
comment on table planning.project is 'by district: complexes being planned and built, by stage (PLN-01)';
-- One room goes to one living project.
create unique index project_space on planning.project (district, space_id) where space_id is not null and dropped_on is null;

create table planning.project_gate (
  district text not null,
  project_id uuid not null,
  stage text not null,
  passed_on date not null,
  evidence text not null,
  passed_by uuid not null,
  passed_at timestamptz not null,
  primary key (district, project_id, stage),
  foreign key (district, project_id) references planning.project (district, id),
  constraint project_gate_stage check (stage in ('survey', 'site', 'build', 'accept', 'open'))
);
comment on table planning.project_gate is 'by district: when a project passed each stage, and on what evidence';

create table planning.project_list (
  district text not null,
  id uuid not null,
  project_id uuid not null,
  list text not null,
  added_on date not null,
  added_basis text not null,
  removed_on date,
  removed_basis text,
  primary key (district, id),
  foreign key (district, project_id) references planning.project (district, id),
  constraint project_list_list check (list in ('pilot', 'key')),
  constraint project_list_removed check ((removed_on is null) = (removed_basis is null)),
  constraint project_list_period check (removed_on is null or removed_on >= added_on)
);
comment on table planning.project_list is 'by district: pilot and key-project lists with their history (PLN-12)';
create unique index project_list_current on planning.project_list (district, project_id, list) where removed_on is null;

create table planning.target (
  district text not null,
  id uuid not null,
  measure text not null,
  area_code text not null references areas.area (code),
  value numeric(14, 3) not null,
  due_on date not null,
  base numeric(14, 3),
  basis text not null,
  parent_id uuid,
  invented boolean not null default false,
  revision integer not null default 1,
  updated_at timestamptz not null,
  primary key (district, id),
  foreign key (district, parent_id) references planning.target (district, id),
  constraint target_once unique (district, measure, area_code, due_on),
  constraint target_measure check (measure in ('complexes', 'complexArea', 'revivedArea', 'nurseryPlaces', 'elderCentreStreets', 'canteens', 'pilots'))
);
comment on table planning.target is 'by district: what is to be reached by when, split down the areas (PLN-01)';
grant select, insert, update on planning.wish, planning.space, planning.project, planning.project_gate, planning.project_list, planning.target to linli_app;
grant delete on planning.wish, planning.target to linli_app;
