create schema visits;
grant usage on schema visits to linli_app;

create table visits.assignment (
  district text not null,
  account_id uuid not null,
  household_id uuid not null,
  every_days smallint not null,
  why text not null,
  since date not null,
  ended_on date,
  made_by uuid not null,
  primary key (district, account_id, household_id),
  foreign key (district, account_id) references identity.account (district, id),
  foreign key (district, household_id) references people.household (district, id),
  constraint assignment_every check (every_days between 1 and 366)
);
comment on table visits.assignment is 'by district: who keeps in touch with which household, and how often';
create index assignment_by_household on visits.assignment (district, household_id);

create table visits.visit (
  district text not null,
  id uuid not null,
  revision integer not null,
  account_id uuid not null,
  household_id uuid,
  area_code text not null references areas.area (code),
  visited_at timestamptz not null,
  received_at timestamptz not null,
  outcome text not null,
  topics text[] not null,
  note text not null,
  sealed_note text,
  request_id uuid,
  case_id uuid,
  primary key (district, id),
  foreign key (district, account_id) references identity.account (district, id),
  foreign key (district, household_id) references people.household (district, id),
  foreign key (district, request_id) references requests.request (district, id),
  foreign key (district, case_id) references cases.case_file (district, id),
  constraint visit_outcome check (outcome in ('met', 'notHome', 'phone', 'patrol')),
  constraint visit_place check ((outcome = 'patrol') = (household_id is null))
);
comment on table visits.visit is 'by district: visits and patrols as they were written down on the way; what only the visitor and the audit may read is sealed';
create index visit_by_account on visits.visit (district, account_id, visited_at);
create index visit_by_household on visits.visit (district, household_id, visited_at) where household_id is not null;
create index visit_by_area on visits.visit (district, area_code, visited_at);

grant select, insert, update on visits.assignment, visits.visit to linli_app;
alter table visits.assignment enable row level security;
alter table visits.assignment force row level security;
create policy own_district on visits.assignment using (district = (select current_setting('app.district', true)));
alter table visits.visit enable row level security;
alter table visits.visit force row level security;
create policy own_district on visits.visit using (district = (select current_setting('app.district', true)));
