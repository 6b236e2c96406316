create schema cases;
grant usage on schema cases to linli_app;

create table cases.unit (
  district text not null,
  id uuid not null,
  name text not null,
  name_en text not null,
  class text not null,
  area_code text not null references areas.area (code),
  organisation_id uuid,
  supervised_by uuid,
  ended_on date,
  primary key (district, id),
  foreign key (district, organisation_id) references partners.organisation (district, id),
  foreign key (district, supervised_by) references cases.unit (district, id),
  constraint unit_name unique (district, name),
  constraint unit_class check (class in ('bureau', 'subdistrict', 'community', 'operator', 'utility'))
);
comment on table cases.unit is 'by district: who can be given cases; units are compared only with those of their class';

create table cases.member (
  district text not null,
  unit_id uuid not null,
  account_id uuid not null,
  post text not null,
  primary key (district, unit_id, account_id),
  foreign key (district, unit_id) references cases.unit (district, id),
  foreign key (district, account_id) references identity.account (district, id),
  constraint member_post check (post in ('head', 'a', 'b'))
);
comment on table cases.member is 'by district: who works in a unit, as its head or on post A or B';
create index member_by_account on cases.member (district, account_id);

create table cases.case_file (
  district text not null,
  id uuid not null,
  number text not null,
  kind text not null,
  type_version text not null,
  class text not null,
  title text not null,
  area_code text not null references areas.area (code),
  parent_id uuid,
  state text not null,
  level smallint not null default 0,
  lead_unit uuid,
  handler uuid,
  pending text,
  reopens smallint not null default 0,
  seq integer not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  due_at timestamptz,
  is_paused boolean not null default false,
  is_provisional boolean not null default false,
  next_at timestamptz,
  primary key (district, id),
  foreign key (district, parent_id) references cases.case_file (district, id),
  foreign key (district, lead_unit) references cases.unit (district, id),
  constraint case_number unique (district, number)
);
comment on table cases.case_file is 'by district: where each case stands; all of it follows from its events';
create index case_open_by_unit on cases.case_file (district, lead_unit, due_at, id) where closed_at is null;
create index case_open_by_state on cases.case_file (district, state, due_at, id) where closed_at is null;
create index case_by_area on cases.case_file (district, area_code, opened_at, id);
create index case_next on cases.case_file (district, next_at) where next_at is not null;
create index case_children on cases.case_file (district, parent_id) where parent_id is not null;
create index case_provisional on cases.case_file (district, id) where is_provisional and closed_at is null;

create table cases.event (
  district text not null,
  case_id uuid not null,
  seq integer not null,
  move text not null,
  from_state text,
  to_state text not null,
  at timestamptz not null,
  by_account uuid,
  part text not null,
  detail jsonb not null,
  primary key (district, case_id, seq),
  foreign key (district, case_id) references cases.case_file (district, id)
);
comment on table cases.event is 'by district: what happened to a case, in order; never changed';

create table cases.clock (
  district text not null,
  case_id uuid not null,
  name text not null,
  started_at timestamptz not null,
  due_at timestamptz not null,
  paused_at timestamptz,
  stopped_at timestamptz,
  extensions smallint not null,
  primary key (district, case_id, name),
  foreign key (district, case_id) references cases.case_file (district, id)
);
comment on table cases.clock is 'by district: the clocks of a case as they stand; they follow from its events';

create table cases.helper (
  district text not null,
  case_id uuid not null,
  unit_id uuid not null,
  is_done boolean not null,
  primary key (district, case_id, unit_id),
  foreign key (district, case_id) references cases.case_file (district, id),
  foreign key (district, unit_id) references cases.unit (district, id)
);
comment on table cases.helper is 'by district: units that help with a case; they follow from its events';
create index helper_open on cases.helper (district, unit_id) where not is_done;

grant select, insert, update on cases.unit, cases.case_file, cases.clock to linli_app;
grant select, insert on cases.event to linli_app;
grant select, insert, update, delete on cases.member, cases.helper to linli_app;

-- What people reported and were answered is read within its district only.
alter table cases.case_file enable row level security;
alter table cases.case_file force row level security;
create policy own_district on cases.case_file using (district = (select current_setting('app.district', true)));
alter table cases.event enable row level security;
alter table cases.event force row level security;
create policy own_district on cases.event using (district = (select current_setting('app.district', true)));
