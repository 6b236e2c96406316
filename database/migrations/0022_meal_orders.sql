create table meals.standing (
  district text not null,
  id uuid not null,
  site_id uuid not null,
  person_id uuid not null,
  weekdays integer[] not null,
  meal text not null,
  how text not null,
  dishes jsonb not null,
  address_cipher text,
  from_day date not null,
  to_day date,
  made_by uuid not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (district, id),
  foreign key (district, site_id) references meals.site (district, id),
  foreign key (district, person_id) references people.person (district, id),
  constraint standing_weekdays check (weekdays <@ array[1, 2, 3, 4, 5, 6, 7] and cardinality(weekdays) > 0),
  constraint standing_meal check (meal in ('breakfast', 'lunch', 'dinner')),
  constraint standing_how check (how in ('eatIn', 'takeAway', 'delivery') and (how = 'delivery') = (address_cipher is not null))
);
comment on table meals.standing is 'by district: meals that somebody wants on the same weekdays again and again';

create table meals.meal_order (
  district text not null,
  id uuid not null,
  site_id uuid not null,
  person_id uuid not null,
  day date not null,
  meal text not null,
  how text not null,
  dishes jsonb not null,
  address_cipher text,
  route text,
  standing_id uuid,
  state text not null default 'ordered',
  made_by uuid not null,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  delivered_by text,
  primary key (district, id),
  foreign key (district, site_id, day, meal) references meals.menu (district, site_id, day, meal),
  foreign key (district, person_id) references people.person (district, id),
  foreign key (district, standing_id) references meals.standing (district, id),
  constraint order_how check (how in ('eatIn', 'takeAway', 'delivery') and (how = 'delivery') = (address_cipher is not null)),
  constraint order_state check (state in ('ordered', 'served', 'cancelled', 'missed'))
);
comment on table meals.meal_order is 'by district: meals ordered ahead, to eat in, take away or have brought';
-- One meal ordered per person, date and time, wherever.
create unique index order_once on meals.meal_order (district, person_id, day, meal) where state in ('ordered', 'served');
create index order_by_sitting on meals.meal_order (district, site_id, day, meal);

grant select, insert, update on meals.standing, meals.meal_order to linli_app;
alter table meals.standing enable row level security;
alter table meals.standing force row level security;
create policy own_district on meals.standing using (district = (select current_setting('app.district', true)));
alter table meals.meal_order enable row level security;
alter table meals.meal_order force row level security;
create policy own_district on meals.meal_order using (district = (select current_setting('app.district', true)));
