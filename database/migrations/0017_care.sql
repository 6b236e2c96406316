create schema care;
grant usage on schema care to linli_app;

-- Steps of a day are quarters of an hour, 96 of them; what they hold is counted in shares of a carer.
create function care.add(steps integer[], from_step integer, to_step integer, amount integer) returns integer[]
  immutable parallel safe language sql as
  $$ select array_agg(case when i > from_step and i <= to_step then x + amount else x end order by i) from unnest(steps) with ordinality t (x, i) $$;
create function care.fits(steps integer[], most integer[]) returns boolean immutable parallel safe language sql as
  $$ select not exists (select from unnest(steps, most) t (x, y) where x > y) $$;
create function care.largest(steps integer[]) returns integer immutable parallel safe language sql as $$ select max(x) from unnest(steps) x $$;

create table care.care_group (
  district text not null,
  id uuid not null,
  place_id uuid not null,
  kind text not null,
  age_class text not null,
  name text not null,
  name_en text not null,
  places integer not null,
  rules jsonb not null,
  revision integer not null default 1,
  closed_on date,
  changed_by uuid not null,
  changed_at timestamptz not null,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  constraint care_group_kind check (kind in ('nursery', 'dayCare', 'afterSchool')),
  constraint care_group_places check (places > 0),
  constraint care_group_name unique (district, place_id, name)
);
comment on table care.care_group is 'by district: classes of nurseries, groups of day care and of after-school care, with their rules';

create table care.contract (
  district text not null,
  id uuid not null,
  group_id uuid not null,
  person_id uuid not null,
  mode text not null,
  monthly_hours integer,
  valid daterange not null,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (district, id),
  foreign key (district, group_id) references care.care_group (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint contract_mode check (mode in ('fullDay', 'halfDay', 'hourly', 'temporary')),
  constraint contract_hours check (monthly_hours > 0),
  constraint contract_once exclude using gist (district with =, person_id with =, group_id with =, valid with &&)
);
comment on table care.contract is 'by district: who is cared for in which group, from when, by which mode and for how many hours a month';

create table care.pickup (
  district text not null,
  id uuid not null,
  person_id uuid not null,
  name_cipher text not null,
  phone_cipher text not null,
  relation text not null,
  added_by uuid not null,
  added_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (district, id),
  foreign key (district, person_id) references people.person (district, id)
);
comment on table care.pickup is 'by district: who may fetch a child; nobody else is given it';
create index pickup_by_person on care.pickup (district, person_id);

create table care.care_day (
  district text not null,
  group_id uuid not null,
  day date not null,
  load integer[] not null default array_fill(0, array[96]),
  heads integer[] not null default array_fill(0, array[96]),
  carers integer[] not null default array_fill(0, array[96]),
  primary key (district, group_id, day),
  foreign key (district, group_id) references care.care_group (district, id),
  constraint care_day_steps check (cardinality(load) = 96 and cardinality(heads) = 96 and cardinality(carers) = 96)
);
comment on table care.care_day is 'by district: by quarters of an hour, how much of a carer is needed, how many are there, and how much there is on duty';

create table care.stay (
  district text not null,
  id uuid not null,
  group_id uuid not null,
  person_id uuid not null,
  contract_id uuid,
  mode text not null,
  day date not null,
  from_minute integer not null,
  to_minute integer not null,
  share integer not null,
  state text not null default 'planned',
  channel text not null,
  price_fen integer not null,
  absence text,
  is_charged boolean,
  arrived_at timestamptz,
  left_at timestamptz,
  fetched_by uuid,
  fetched_how text,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (district, id),
  foreign key (district, group_id) references care.care_group (district, id),
  foreign key (district, person_id) references people.person (district, id),
  foreign key (district, contract_id) references care.contract (district, id),
  foreign key (district, fetched_by) references care.pickup (district, id),
  constraint stay_mode check (mode in ('fullDay', 'halfDay', 'hourly', 'temporary')),
  constraint stay_time check (0 <= from_minute and from_minute < to_minute and to_minute <= 1440 and from_minute % 15 = 0 and to_minute % 15 = 0),
  constraint stay_state check (state in ('planned', 'absent', 'present', 'gone')),
  constraint stay_absence check ((state = 'absent') = (absence is not null) and (state = 'absent') = (is_charged is not null)),
  constraint stay_absence_kind check (absence in ('sick', 'planned', 'unannounced', 'closed')),
  constraint stay_door check ((state in ('present', 'gone')) = (arrived_at is not null) and (state = 'gone') = (left_at is not null) and arrived_at <= left_at),
  constraint stay_fetched check ((state = 'gone') = (fetched_how is not null)),
  constraint stay_channel check (channel in ('online', 'counter', 'phone', 'paper')),
  constraint stay_once exclude using gist (district with =, person_id with =, day with =, int4range(from_minute, to_minute) with &&) where (state <> 'absent')
);
comment on table care.stay is 'by district: who is cared for when; planned, there, fetched or absent';
create index stay_by_group on care.stay (district, group_id, day);
create index stay_by_person on care.stay (district, person_id, day);

create table care.shift (
  district text not null,
  id uuid not null,
  group_id uuid not null,
  carer text not null,
  day date not null,
  from_minute integer not null,
  to_minute integer not null,
  state text not null default 'planned',
  reason text,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (district, id),
  foreign key (district, group_id) references care.care_group (district, id),
  constraint shift_time check (0 <= from_minute and from_minute < to_minute and to_minute <= 1440 and from_minute % 15 = 0 and to_minute % 15 = 0),
  constraint shift_state check (state in ('planned', 'dropped') and (state = 'dropped') = (reason is not null)),
  constraint shift_once exclude using gist (district with =, group_id with =, carer with =, day with =, int4range(from_minute, to_minute) with &&) where (state = 'planned')
);
comment on table care.shift is 'by district: which carer is on duty when';
create index shift_by_group on care.shift (district, group_id, day);

grant select, insert, update on all tables in schema care to linli_app;

do $$ declare t text; begin
  foreach t in array array['care.contract', 'care.pickup', 'care.stay'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format($p$create policy own_district on %s using (district = (select current_setting('app.district', true)))$p$, t);
  end loop;
end $$;
