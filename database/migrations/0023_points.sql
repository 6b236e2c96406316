create schema points;
grant usage on schema points to linli_app;

create table points.merchant (
  district text not null,
  id uuid not null,
  name text not null,
  name_en text not null,
  area_code text not null references areas.area (code),
  organisation_id uuid,
  closed_on date,
  primary key (district, id),
  foreign key (district, organisation_id) references partners.organisation (district, id),
  constraint merchant_name unique (district, area_code, name)
);
comment on table points.merchant is 'by district: shops and services that take points, and who hands out there';

create table points.good (
  district text not null,
  id uuid not null,
  merchant_id uuid not null,
  title text not null,
  title_en text not null,
  unit text not null,
  price integer not null,
  per_month integer not null,
  available integer not null,
  settle_fen integer not null,
  closed_at timestamptz,
  primary key (district, id),
  foreign key (district, merchant_id) references points.merchant (district, id),
  constraint good_title unique (district, merchant_id, title),
  constraint good_unit check (unit in ('points', 'loveBeans')),
  constraint good_available check (available >= 0),
  constraint good_price check (price > 0 and per_month > 0 and settle_fen >= 0)
);
comment on table points.good is 'by district: what can be had for points or love beans, how many are left, and what the merchant is paid for one';

create table points.redemption (
  district text not null,
  id uuid not null,
  good_id uuid not null,
  person_id uuid not null,
  code text not null,
  price integer not null,
  settle_fen integer not null,
  state text not null default 'reserved',
  reserved_at timestamptz not null,
  until timestamptz not null,
  ended_at timestamptz,
  handed_by uuid,
  settled_month date,
  primary key (district, id),
  foreign key (district, good_id) references points.good (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint redemption_state check (state in ('reserved', 'handedOut', 'cancelled', 'expired') and (state = 'reserved') = (ended_at is null))
);
comment on table points.redemption is 'by district: what residents took for points; the points are held until it is handed out';
create unique index redemption_code on points.redemption (district, code) where state = 'reserved';
create index redemption_by_person on points.redemption (district, person_id, reserved_at);
create index redemption_unsettled on points.redemption (district, ended_at) where state = 'handedOut' and settled_month is null;

create table points.settlement (
  district text not null,
  merchant_id uuid not null,
  month date not null,
  unit text not null,
  redemptions integer not null,
  amount integer not null,
  fen integer not null,
  paid_at timestamptz,
  reference text,
  primary key (district, merchant_id, month, unit),
  foreign key (district, merchant_id) references points.merchant (district, id)
);
comment on table points.settlement is 'by district: what a merchant is paid for the points it took in a month';

grant select, insert, update on points.merchant, points.good, points.redemption, points.settlement to linli_app;
-- What somebody took is theirs; goods and merchants are shown to everybody.
alter table points.redemption enable row level security;
alter table points.redemption force row level security;
create policy own_district on points.redemption using (district = (select current_setting('app.district', true)));
