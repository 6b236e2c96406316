create schema people;
grant usage on schema people to linli_app;

create table people.household (
  district text not null,
  id uuid not null,
  area_code text not null references areas.area (code),
  estate text,
  address_cipher text not null,
  address_index text not null,
  lon double precision,
  lat double precision,
  invented boolean not null default false,
  created_at timestamptz not null,
  primary key (district, id),
  constraint household_address unique (district, address_index)
);
comment on table people.household is 'by district: people living together at a dwelling';
create index household_by_area on people.household (district, area_code, id);

create table people.person (
  district text not null,
  id uuid not null,
  household_id uuid,
  area_code text not null references areas.area (code),
  name_cipher text not null,
  name_index text not null,
  sex text not null,
  born_on date not null,
  identity_kind text not null default 'residentId',
  identity_cipher text,
  identity_index text,
  phone_cipher text,
  phone_index text,
  deceased_on date,
  invented boolean not null default false,
  created_at timestamptz not null,
  primary key (district, id),
  foreign key (district, household_id) references people.household (district, id),
  constraint person_identity unique (district, identity_kind, identity_index),
  constraint person_sex check (sex in ('female', 'male', 'unknown')),
  constraint person_identity_kind check (identity_kind in ('residentId', 'hkMacauResidence', 'taiwanResidence', 'foreignPermanent', 'passport')),
  constraint person_identity_pair check ((identity_cipher is null) = (identity_index is null)),
  constraint person_phone_pair check ((phone_cipher is null) = (phone_index is null))
);
comment on table people.person is 'by district: residents; names, numbers and phones are encrypted';
create index person_by_area on people.person (district, area_code, id);
create index person_by_household on people.person (district, household_id);
create index person_by_name on people.person (district, name_index);
create index person_by_phone on people.person (district, phone_index);

create table people.segment (
  code text primary key,
  name text not null,
  name_en text not null,
  kind text not null,
  data_level text not null,
  priority integer,
  source text not null,
  constraint segment_kind check (kind in ('age', 'household', 'specialNeed')),
  constraint segment_level check (data_level in ('L1', 'L2', 'L3', 'L4'))
);
comment on table people.segment is 'reference: groups that services are made for (ORG-06)';

create table people.fact (
  district text not null,
  id uuid not null,
  person_id uuid not null,
  segment_code text not null references people.segment (code),
  value_cipher text,
  source_department text not null,
  source_reference text,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid,
  primary key (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint fact_period check (valid_to is null or valid_to > valid_from),
  constraint fact_once exclude using gist (district with =, person_id with =, segment_code with =, daterange(valid_from, valid_to) with &&)
);
comment on table people.fact is 'by district: dated facts about a person, each with its source';

create table people.guardianship (
  district text not null,
  id uuid not null,
  ward_id uuid not null,
  guardian_id uuid not null,
  relation text not null,
  valid_from date not null,
  valid_to date,
  primary key (district, id),
  foreign key (district, ward_id) references people.person (district, id),
  foreign key (district, guardian_id) references people.person (district, id),
  constraint guardianship_of_another check (ward_id <> guardian_id),
  constraint guardianship_once exclude using gist (district with =, ward_id with =, guardian_id with =, daterange(valid_from, valid_to) with &&)
);
comment on table people.guardianship is 'by district: who speaks for whom';

create table people.consent (
  district text not null,
  id uuid not null,
  person_id uuid not null,
  purpose text not null,
  text_version text not null,
  channel text not null,
  given_by uuid not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint consent_channel check (channel in ('online', 'counter', 'paper', 'phone')),
  constraint consent_once exclude using gist (district with =, person_id with =, purpose with =, tstzrange(given_at, withdrawn_at) with &&)
);
comment on table people.consent is 'by district: what a person agreed to, for which purpose (PIPL art. 13-17)';

create table people.reveal (
  district text not null,
  id uuid not null,
  person_id uuid not null,
  fields text[] not null,
  purpose text not null,
  reason text not null,
  account_id uuid not null,
  account_name text not null,
  organisation text not null,
  at timestamptz not null,
  primary key (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint reveal_purpose check (purpose in ('service', 'verification', 'emergency', 'request', 'audit'))
);
comment on table people.reveal is 'by district: who read which protected field and why; shown to the person';
create index reveal_by_person on people.reveal (district, person_id, at desc);

grant select, insert, update on all tables in schema people to linli_app;
revoke update on people.reveal from linli_app;

do $$ declare t text; begin
  foreach t in array array['household', 'person', 'fact', 'guardianship', 'consent', 'reveal'] loop
    execute format('alter table people.%I enable row level security', t);
    execute format('alter table people.%I force row level security', t);
    execute format($p$create policy own_district on people.%I using (district = (select current_setting('app.district', true)))$p$, t);
  end loop;
end $$;
