create table planning.scenario (
  district text not null,
  id uuid not null,
  name text not null,
  settings jsonb not null,
  edits jsonb not null,
  network_id uuid not null,
  population_id uuid not null,
  revision integer not null default 1,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  removed_at timestamptz,
  primary key (district, id),
  foreign key (district, network_id) references streets.network (district, id),
  foreign key (district, population_id) references planning.population (district, id)
);
comment on table planning.scenario is 'by district: what-if edits of the planning table under a name';
-- A scenario that was put away leaves its name to others.
create unique index scenario_name on planning.scenario (district, created_by, name) where removed_at is null;
grant select, insert, update on planning.scenario to linli_app;
