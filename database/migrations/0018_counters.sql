create schema counters;
grant usage on schema counters to linli_app;

create table counters.line (
  district text not null,
  id uuid not null,
  place_id uuid not null,
  prefix text not null,
  name text not null,
  name_en text not null,
  minutes integer not null,
  offering_id uuid,
  closed_on date,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  foreign key (district, offering_id) references bookings.offering (district, id),
  constraint line_prefix unique (district, place_id, prefix),
  constraint line_minutes check (minutes > 0)
);
comment on table counters.line is 'by district: queues of a place by what one comes for; an offering brings appointments into one';

create table counters.post (
  district text not null,
  id uuid not null,
  place_id uuid not null,
  name text not null,
  name_en text not null,
  lines uuid[] not null,
  first_holder text not null,
  second_holder text,
  is_away boolean not null default false,
  closed_on date,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  constraint post_name unique (district, place_id, name),
  constraint post_away check (not is_away or second_holder is not null)
);
comment on table counters.post is 'by district: windows with who works there and who takes over when they are away (A and B post)';

create table counters.line_day (
  district text not null,
  line_id uuid not null,
  day date not null,
  last_number integer not null,
  primary key (district, line_id, day),
  foreign key (district, line_id) references counters.line (district, id)
);
comment on table counters.line_day is 'by district: the last number given out of a queue on a day';

create table counters.ticket (
  district text not null,
  id uuid not null,
  place_id uuid not null,
  line_id uuid not null,
  day date not null,
  number integer not null,
  rank integer not null,
  channel text not null,
  state text not null default 'waiting',
  post_id uuid,
  calls integer not null default 0,
  taken_at timestamptz not null,
  called_at timestamptz,
  begun_at timestamptz,
  ended_at timestamptz,
  first_asked text,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  foreign key (district, line_id) references counters.line (district, id),
  foreign key (district, post_id) references counters.post (district, id),
  constraint ticket_number unique (district, line_id, day, number),
  constraint ticket_channel check (channel in ('walkIn', 'online', 'appointment')),
  constraint ticket_state check (state in ('waiting', 'called', 'serving', 'held', 'done', 'left')),
  constraint ticket_post check (state in ('waiting', 'left') or post_id is not null)
);
comment on table counters.ticket is 'by district: numbers in queues, with nothing personal: who has one stands in ticket_holder';
create index ticket_waiting on counters.ticket (district, place_id, day, rank, taken_at) where state = 'waiting';

create table counters.ticket_holder (
  district text not null,
  ticket_id uuid not null,
  account_id uuid,
  person_id uuid,
  primary key (district, ticket_id),
  foreign key (district, ticket_id) references counters.ticket (district, id),
  foreign key (district, account_id) references identity.account (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint ticket_holder_whose check (num_nonnulls(account_id, person_id) > 0)
);
comment on table counters.ticket_holder is 'by district: whose a number is, where it was not taken on the spot';
create index ticket_holder_by_account on counters.ticket_holder (district, account_id);

grant select, insert, update on all tables in schema counters to linli_app;
alter table counters.ticket_holder enable row level security;
alter table counters.ticket_holder force row level security;
create policy own_district on counters.ticket_holder using (district = (select current_setting('app.district', true)));
