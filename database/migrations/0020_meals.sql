create schema meals;
grant usage on schema meals to linli_app;

create table meals.site (
  district text not null,
  id uuid not null,
  kind text not null,
  name text not null,
  name_en text not null,
  area_code text not null references areas.area (code),
  place_id uuid,
  organisation_id uuid not null,
  supplied_by uuid,
  licence_number text not null,
  licence_until date not null,
  hygiene_grade text,
  seats integer not null,
  sittings jsonb not null,
  is_on_pass boolean not null default false,
  is_all_age boolean not null default true,
  state text not null default 'open',
  changed_at timestamptz not null,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  foreign key (district, organisation_id) references partners.organisation (district, id),
  foreign key (district, supplied_by) references meals.site (district, id),
  constraint site_name unique (district, area_code, name),
  constraint site_kind check (kind in ('centralKitchen', 'centreCanteen', 'mealPoint', 'ruralCanteen', 'volunteerMeals', 'mutualMeals')),
  constraint site_state check (state in ('open', 'paused', 'closed')),
  constraint site_grade check (hygiene_grade in ('A', 'B', 'C')),
  constraint site_seats check (seats >= 0)
);
comment on table meals.site is 'by district: canteens and meal points with licence, seats and sittings (ELD-07, ELD-08)';

create table meals.scheme (
  district text not null,
  code text not null,
  version integer not null,
  rules jsonb not null,
  from_day date not null,
  to_day date,
  entered_by uuid not null,
  entered_at timestamptz not null,
  primary key (district, code, version),
  constraint scheme_period check (to_day is null or to_day > from_day),
  constraint scheme_one exclude using gist (district with =, daterange(from_day, to_day) with &&)
);
comment on table meals.scheme is 'by district: discounts and subsidies in force from a day on; one at a time';

create table meals.menu (
  district text not null,
  site_id uuid not null,
  day date not null,
  meal text not null,
  dishes jsonb not null,
  capacity integer not null,
  ordered integer not null default 0,
  is_stopped boolean not null default false,
  changed_at timestamptz not null,
  primary key (district, site_id, day, meal),
  foreign key (district, site_id) references meals.site (district, id),
  constraint menu_meal check (meal in ('breakfast', 'lunch', 'dinner')),
  constraint menu_capacity check (capacity >= 0),
  constraint menu_ordered check (ordered between 0 and capacity)
);
comment on table meals.menu is 'by district: what is served at a sitting, with prices, allergens and for whom it suits';

create table meals.card_home (
  number_index text primary key,
  district text not null
);
comment on table meals.card_home is 'reference: which district issued a card, found by the keyed fingerprint of its number and by nothing else';

create table meals.card (
  district text not null,
  id uuid not null,
  person_id uuid not null,
  number_index text not null,
  issued_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  primary key (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint card_number unique (district, number_index),
  constraint card_end check ((ended_at is null) = (end_reason is null)),
  constraint card_end_reason check (end_reason in ('lost', 'replaced', 'returned'))
);
comment on table meals.card is 'by district: cards that identify a person at a till';
create unique index card_one on meals.card (district, person_id) where ended_at is null;

create table meals.till (
  district text not null,
  id uuid not null,
  site_id uuid not null,
  name text not null,
  key_cipher text not null,
  last_seq integer not null default 0,
  last_signature text not null default '',
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (district, id),
  foreign key (district, site_id) references meals.site (district, id),
  constraint till_name unique (district, site_id, name)
);
comment on table meals.till is 'by district: tills with the key that signs what they sell without a connection, and how far their sequence has come in';

create table meals.sale (
  district text not null,
  id uuid not null,
  site_id uuid not null,
  till_id uuid not null,
  seq integer,
  home text,
  person_id uuid,
  identified_by text not null,
  day date not null,
  meal text not null,
  how text not null,
  list_fen integer not null,
  due_fen integer not null,
  subsidy_fen integer not null,
  subsidy_code text,
  scheme text,
  lines jsonb not null,
  paid_by text not null,
  state text not null default 'sold',
  sold_at timestamptz not null,
  received_at timestamptz not null,
  sold_by uuid not null,
  refunded_at timestamptz,
  refund_reason text,
  conflict text,
  primary key (district, id),
  foreign key (district, site_id) references meals.site (district, id),
  foreign key (district, till_id) references meals.till (district, id),
  constraint sale_meal check (meal in ('breakfast', 'lunch', 'dinner')),
  constraint sale_how check (how in ('eatIn', 'takeAway', 'delivery')),
  constraint sale_identified check (identified_by in ('card', 'code', 'worker', 'nobody') and (identified_by = 'nobody') = (person_id is null) and (home is null) = (person_id is null)),
  constraint sale_paid check (paid_by in ('cash', 'card', 'phone', 'nothing')),
  constraint sale_state check (state in ('sold', 'refunded') and (state = 'refunded') = (refunded_at is not null and refund_reason is not null)),
  constraint sale_amounts check (due_fen >= 0 and subsidy_fen >= 0 and due_fen + subsidy_fen <= list_fen),
  constraint sale_subsidy check ((subsidy_fen > 0) = (subsidy_code is not null))
);
comment on table meals.sale is 'by district: meals sold, with the price line by line; of the district of the canteen';
-- What a till sold without a connection comes in once.
create unique index sale_seq on meals.sale (district, till_id, seq) where seq is not null;
create index sale_by_site on meals.sale (district, site_id, day);
create index sale_by_person on meals.sale (district, home, person_id, sold_at) where person_id is not null;

create table meals.subsidised (
  district text not null,
  person_id uuid not null,
  day date not null,
  meal text not null,
  sale_district text not null,
  sale_id uuid not null,
  site_id uuid not null,
  amount_fen integer not null,
  at timestamptz not null,
  freed_at timestamptz,
  primary key (district, sale_id),
  foreign key (district, person_id) references people.person (district, id)
);
comment on table meals.subsidised is 'by district: the subsidised meals of the people of a district, wherever they ate';
-- One subsidised meal per person, date and meal, at whatever till of whatever district.
create unique index subsidised_once on meals.subsidised (district, person_id, day, meal) where freed_at is null;

create table meals.claim (
  district text not null,
  id uuid not null,
  site_id uuid not null,
  month date not null,
  meals integer not null,
  amount_fen bigint not null,
  withheld_fen bigint not null default 0,
  by_payer jsonb not null,
  state text not null default 'drafted',
  drafted_at timestamptz not null,
  submitted_at timestamptz,
  submitted_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  paid_at timestamptz,
  payment_reference text,
  primary key (district, id),
  foreign key (district, site_id) references meals.site (district, id),
  constraint claim_once unique (district, site_id, month),
  constraint claim_state check (state in ('drafted', 'submitted', 'approved', 'paid')),
  constraint claim_month check (extract(day from month) = 1)
);
comment on table meals.claim is 'by district: what a canteen claims for a month of subsidised meals';

create table meals.question (
  district text not null,
  id uuid not null,
  month date not null,
  site_id uuid not null,
  kind text not null,
  sale_id uuid,
  other_site_id uuid,
  detail jsonb not null,
  amount_fen integer not null,
  asked_at timestamptz not null,
  answer text,
  answer_note text,
  answered_at timestamptz,
  answered_by uuid,
  primary key (district, id),
  foreign key (district, site_id) references meals.site (district, id),
  constraint question_kind check (kind in ('twoSites', 'afterDeath', 'closedHours', 'overCapacity', 'tooFast', 'lateSeries')),
  constraint question_answer check (answer in ('fine', 'notPaid') and (answer is null) = (answered_at is null) and (answer is null) = (answered_by is null) and (answer is null or answer_note is not null))
);
comment on table meals.question is 'by district: what looks wrong about sales, put to a person; nothing is withheld before somebody answers';
create unique index question_once on meals.question (district, month, site_id, kind, sale_id) nulls not distinct;

create table meals.bulletin (
  district text not null,
  month date not null,
  figures jsonb not null,
  drawn_at timestamptz not null,
  primary key (district, month)
);
comment on table meals.bulletin is 'by district: the figures of a month for everybody';

grant select, insert, update on all tables in schema meals to linli_app;
do $$
declare name text;
begin
  foreach name in array array['card', 'sale', 'subsidised', 'question'] loop
    execute format('alter table meals.%I enable row level security', name);
    execute format('alter table meals.%I force row level security', name);
    execute format('create policy own_district on meals.%I using (district = (select current_setting(''app.district'', true)))', name);
  end loop;
end $$;
