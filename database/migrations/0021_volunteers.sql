create schema volunteers;
grant usage on schema volunteers to linli_app;

create table volunteers.volunteer (
  district text not null,
  id uuid not null,
  person_id uuid not null,
  number text not null,
  skills text[] not null default '{}',
  trainings jsonb not null default '[]',
  counts_as text not null,
  state text not null default 'active',
  registered_at timestamptz not null,
  agreed_by uuid,
  paused_until date,
  primary key (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint volunteer_once unique (district, person_id),
  constraint volunteer_number unique (district, number),
  constraint volunteer_counts_as check (counts_as in ('record', 'coins', 'points')),
  constraint volunteer_state check (state in ('active', 'paused', 'left') and (paused_until is null or state = 'paused'))
);
comment on table volunteers.volunteer is 'by district: volunteers by their record, with skills, training and what their hours count as';

create table volunteers.station (
  district text not null,
  id uuid not null,
  name text not null,
  name_en text not null,
  area_code text not null references areas.area (code),
  place_id uuid,
  lon double precision not null,
  lat double precision not null,
  closed_on date,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  constraint station_name unique (district, area_code, name)
);
comment on table volunteers.station is 'by district: stations that organise and confirm volunteers (VOL-02)';

create table volunteers.shift (
  district text not null,
  id uuid not null,
  station_id uuid not null,
  kind text not null,
  title text not null,
  title_en text not null,
  during tstzrange not null,
  lon double precision not null,
  lat double precision not null,
  skills text[] not null default '{}',
  trainings text[] not null default '{}',
  is_risky boolean not null default false,
  insured_by text,
  places integer not null,
  taken integer not null default 0,
  served_id uuid,
  coin_minutes integer not null default 0,
  state text not null default 'open',
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (district, id),
  foreign key (district, station_id) references volunteers.station (district, id),
  foreign key (district, served_id) references people.person (district, id),
  constraint shift_places check (taken between 0 and places and places > 0),
  constraint shift_insured check (not is_risky or insured_by is not null),
  constraint shift_state check (state in ('open', 'done', 'cancelled')),
  constraint shift_during check (not isempty(during) and lower(during) is not null and upper(during) is not null),
  constraint shift_coins check (coin_minutes >= 0 and (coin_minutes = 0 or served_id is not null))
);
comment on table volunteers.shift is 'by district: service to be done at a time, for a place or for one person who asked for it';
create index shift_coming on volunteers.shift (district, state, lower(during));

create table volunteers.service (
  district text not null,
  id uuid not null,
  shift_id uuid not null,
  volunteer_id uuid not null,
  during tstzrange not null,
  state text not null default 'joined',
  joined_at timestamptz not null,
  in_at timestamptz,
  in_metres integer,
  out_at timestamptz,
  minutes integer,
  is_self_reported boolean not null default false,
  confirmed_by uuid,
  confirmed_at timestamptz,
  refusal text,
  appeal text,
  appealed_at timestamptz,
  answered_by uuid,
  rating integer,
  counted_as text,
  primary key (district, id),
  foreign key (district, shift_id) references volunteers.shift (district, id),
  foreign key (district, volunteer_id) references volunteers.volunteer (district, id),
  constraint service_once unique (district, shift_id, volunteer_id),
  -- Nobody serves at two places at once: an hour counts once.
  constraint service_no_overlap exclude using gist (district with =, volunteer_id with =, during with &&) where (state <> 'left' and state <> 'refused'),
  constraint service_state check (state in ('joined', 'left', 'in', 'out', 'confirmed', 'refused', 'appealed')),
  constraint service_minutes check ((state = 'confirmed') <= (minutes is not null and confirmed_by is not null and counted_as is not null)),
  constraint service_refusal check ((state = 'refused') <= (refusal is not null)),
  constraint service_rating check (rating between 1 and 5)
);
comment on table volunteers.service is 'by district: who serves in a shift, when they came and went, and what was confirmed';
create index service_by_volunteer on volunteers.service (district, volunteer_id, state);

create table volunteers.star (
  district text not null,
  id uuid not null,
  volunteer_id uuid not null,
  star integer not null,
  minutes integer not null,
  state text not null default 'applied',
  applied_at timestamptz not null,
  notice_until date,
  decided_by uuid,
  decided_at timestamptz,
  reason text,
  primary key (district, id),
  foreign key (district, volunteer_id) references volunteers.volunteer (district, id),
  constraint star_once unique (district, volunteer_id, star),
  constraint star_star check (star between 1 and 5),
  constraint star_state check (state in ('applied', 'noticed', 'given', 'refused') and (state <> 'refused' or reason is not null))
);
comment on table volunteers.star is 'by district: stars by hours, with the public notice before each';

grant select, insert, update on all tables in schema volunteers to linli_app;
do $$
declare name text;
begin
  foreach name in array array['volunteer', 'shift', 'service', 'star'] loop
    execute format('alter table volunteers.%I enable row level security', name);
    execute format('alter table volunteers.%I force row level security', name);
    execute format('create policy own_district on volunteers.%I using (district = (select current_setting(''app.district'', true)))', name);
  end loop;
end $$;
