-- Seasonal rounds: who would like which weekly times of a season, and by which lottery they are given.
create table bookings.round (
  district text not null,
  id uuid not null,
  place_id uuid not null,
  name text not null,
  name_en text not null,
  about text not null default '',
  about_en text not null default '',
  offerings uuid[] not null,
  applies tstzrange not null,
  uses daterange not null,
  method jsonb not null,
  secret_cipher text not null,
  commitment text not null,
  secret text,
  outcome jsonb,
  state text not null default 'planned',
  applications integer not null default 0,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  constraint round_offerings check (cardinality(offerings) > 0),
  constraint round_times check (upper(applies) <= lower(uses)::timestamp at time zone 'Asia/Shanghai' and not isempty(uses) and not isempty(applies)),
  constraint round_state check (state in ('planned', 'allocated', 'published', 'cancelled')),
  constraint round_outcome check ((state in ('allocated', 'published')) = (outcome is not null) and (outcome is null) = (secret is null))
);
comment on table bookings.round is 'by district: seasonal rounds; the secret of the lottery is sealed until the times are given, and its commitment is public from the start';
create index round_by_place on bookings.round (district, place_id);

create table bookings.application (
  district text not null,
  id uuid not null,
  round_id uuid not null,
  account_id uuid,
  person_id uuid,
  guest_cipher text,
  title text not null,
  people integer not null,
  wants integer not null,
  channel text not null,
  made_by uuid not null,
  made_at timestamptz not null,
  rank integer,
  past_minutes integer,
  withdrawn_at timestamptz,
  primary key (district, id),
  foreign key (district, round_id) references bookings.round (district, id),
  foreign key (district, account_id) references identity.account (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint application_whose check (num_nonnulls(account_id, person_id, guest_cipher) > 0),
  constraint application_wants check (wants between 1 and 7 and people > 0),
  constraint application_channel check (channel in ('online', 'counter', 'phone', 'paper'))
);
comment on table bookings.application is 'by district: who would like times of a season, for what, and how often a week';
create unique index application_once on bookings.application (district, round_id, coalesce(person_id, account_id)) where withdrawn_at is null;

create table bookings.wish (
  district text not null,
  application_id uuid not null,
  rank integer not null,
  offering_id uuid not null,
  resource_id uuid not null,
  weekday integer not null,
  from_minute integer not null,
  minutes integer not null,
  outcome text,
  detail jsonb,
  primary key (district, application_id, rank),
  foreign key (district, application_id) references bookings.application (district, id),
  foreign key (district, offering_id) references bookings.offering (district, id),
  foreign key (district, resource_id) references bookings.resource (district, id),
  constraint wish_time check (weekday between 1 and 7 and from_minute between 0 and 1439 and minutes > 0),
  constraint wish_outcome check (outcome in ('given', 'taken', 'clash', 'enough', 'unknown'))
);
comment on table bookings.wish is 'by district: weekly times by preference, and what became of each and why';

create table bookings.season_date (
  district text not null,
  application_id uuid not null,
  rank integer not null,
  day date not null,
  booking_id uuid,
  why text,
  primary key (district, application_id, rank, day),
  foreign key (district, application_id, rank) references bookings.wish (district, application_id, rank),
  foreign key (district, booking_id) references bookings.booking (district, id),
  constraint season_date_why check ((booking_id is null) = (why is not null))
);
comment on table bookings.season_date is 'by district: the dates of a time that was given, each with its booking or why there is none';

grant select, insert, update on bookings.round, bookings.application, bookings.wish to linli_app;
grant select, insert on bookings.season_date to linli_app;

do $$ declare t text; begin
  foreach t in array array['bookings.application', 'bookings.wish', 'bookings.season_date'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format($p$create policy own_district on %s using (district = (select current_setting('app.district', true)))$p$, t);
  end loop;
end $$;
