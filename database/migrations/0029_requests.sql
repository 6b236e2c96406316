create schema requests;
grant usage on schema requests to linli_app;

create table requests.duty_list (
  district text not null,
  version integer not null,
  status text not null,
  effective_from date,
  basis text not null,
  content jsonb not null,
  revision integer not null default 1,
  drafted_by uuid,
  drafted_at timestamptz not null,
  published_by uuid,
  published_at timestamptz,
  primary key (district, version),
  constraint duty_list_status check (status in ('draft', 'effective', 'expired') and (status = 'draft') = (published_at is null)),
  constraint duty_list_second_person check (published_by is null or published_by <> drafted_by)
);
comment on table requests.duty_list is 'by district: matters, and which unit deals with which of them where; one version holds at a time';
create unique index duty_list_one_draft on requests.duty_list (district) where status = 'draft';
create unique index duty_list_one_effective on requests.duty_list (district) where status = 'effective';

create table requests.request (
  district text not null,
  id uuid not null,
  number text not null,
  matter text not null,
  list_version integer not null,
  channel text not null,
  area_code text not null references areas.area (code),
  lon double precision,
  lat double precision,
  place_text text,
  words text,
  words_sealed text,
  is_public boolean not null,
  account_id uuid,
  person_id uuid,
  reporter_sealed text,
  phone_index text,
  secret_hash text not null,
  received_at timestamptz not null,
  outside_id text,
  primary key (district, id),
  foreign key (district, id) references cases.case_file (district, id),
  foreign key (district, list_version) references requests.duty_list (district, version),
  foreign key (district, person_id) references people.person (district, id),
  constraint request_number unique (district, number),
  constraint request_outside unique (district, channel, outside_id),
  constraint request_words check ((words is null) <> (words_sealed is null)),
  constraint request_channel check (channel in ('portal', 'counter', 'phone', 'paper', 'visit', 'device', 'open311', 'mail', 'hotline')),
  constraint request_place check ((lon is null) = (lat is null))
);
comment on table requests.request is 'by district: what residents asked for, where, and by which channel; confidential words are sealed';
create index request_by_account on requests.request (district, account_id, received_at) where account_id is not null;
create index request_by_phone on requests.request (district, phone_index, received_at) where phone_index is not null;
create index request_by_matter on requests.request (district, matter, received_at);

create table requests.follower (
  district text not null,
  request_id uuid not null,
  account_id uuid not null,
  since timestamptz not null,
  primary key (district, request_id, account_id),
  foreign key (district, request_id) references requests.request (district, id),
  foreign key (district, account_id) references identity.account (district, id)
);
comment on table requests.follower is 'by district: who follows a request that somebody else sent in';
create index follower_by_account on requests.follower (district, account_id);

grant select, insert, update on requests.duty_list, requests.request to linli_app;
grant select, insert, delete on requests.follower to linli_app;
alter table requests.request enable row level security;
alter table requests.request force row level security;
create policy own_district on requests.request using (district = (select current_setting('app.district', true)));
alter table requests.follower enable row level security;
alter table requests.follower force row level security;
create policy own_district on requests.follower using (district = (select current_setting('app.district', true)));
