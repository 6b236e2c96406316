create schema funds;
grant usage on schema funds to linli_app;

create table funds.fund (
  district text not null,
  id uuid not null,
  name text not null,
  name_en text not null,
  kind text not null,
  holder text not null,
  purpose text not null,
  opened_on date not null,
  closed_on date,
  primary key (district, id),
  constraint fund_name unique (district, name),
  constraint fund_kind check (kind in ('community', 'named', 'trust', 'special', 'construction', 'subsidy'))
);
comment on table funds.fund is 'by district: funds under the legal charity or treasury that keeps their money';

create table funds.income (
  district text not null,
  id uuid not null,
  fund_id uuid not null,
  kind text not null,
  amount_fen bigint not null,
  organisation_id uuid,
  event text,
  received_on date not null,
  reference text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (district, id),
  foreign key (district, fund_id) references funds.fund (district, id),
  foreign key (district, organisation_id) references partners.organisation (district, id),
  constraint income_once unique (district, fund_id, reference),
  constraint income_kind check (kind in ('donation', 'reinvestment', 'market', 'grant', 'budget') and amount_fen > 0),
  constraint income_market check (kind <> 'market' or event is not null)
);
comment on table funds.income is 'by district: what came into a fund, by the reference of whoever keeps the money';

create table funds.giver (
  district text not null,
  income_id uuid not null,
  name_cipher text not null,
  primary key (district, income_id),
  foreign key (district, income_id) references funds.income (district, id)
);
comment on table funds.giver is 'by district: who gave, where they wanted to be named on the receipt';

create table funds.project (
  district text not null,
  id uuid not null,
  fund_id uuid not null,
  organisation_id uuid not null,
  place_id uuid,
  title text not null,
  title_en text not null,
  state text not null default 'applied',
  applied_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  result text,
  primary key (district, id),
  foreign key (district, fund_id) references funds.fund (district, id),
  foreign key (district, organisation_id) references partners.organisation (district, id),
  foreign key (district, place_id) references places.place (district, id),
  constraint project_state check (state in ('applied', 'approved', 'refused', 'closed') and (state <> 'closed' or result is not null))
);
comment on table funds.project is 'by district: projects that a fund pays for, in installments';

create table funds.installment (
  district text not null,
  id uuid not null,
  project_id uuid not null,
  step text not null,
  amount_fen bigint not null,
  paid_fen bigint,
  paid_at timestamptz,
  reference text,
  primary key (district, id),
  foreign key (district, project_id) references funds.project (district, id),
  constraint installment_step unique (district, project_id, step),
  constraint installment_amount check (amount_fen > 0 and (paid_fen is null or paid_fen between 0 and amount_fen) and (paid_fen is null) = (paid_at is null))
);
comment on table funds.installment is 'by district: what a project is paid first, midway and at its end';

create table funds.reinvestment (
  district text not null,
  id uuid not null,
  fund_id uuid not null,
  organisation_id uuid not null,
  percent numeric(5, 2),
  fixed_fen bigint,
  from_day date not null,
  to_day date,
  source text not null,
  primary key (district, id),
  foreign key (district, fund_id) references funds.fund (district, id),
  foreign key (district, organisation_id) references partners.organisation (district, id),
  constraint reinvestment_rule check ((percent is null) <> (fixed_fen is null) and coalesce(percent, 1) between 0 and 100 and coalesce(fixed_fen, 1) > 0)
);
comment on table funds.reinvestment is 'by district: what a merchant gives back of its turnover, or a fixed amount a month';

create table funds.accrual (
  district text not null,
  reinvestment_id uuid not null,
  month date not null,
  turnover_fen bigint not null,
  due_fen bigint not null,
  income_id uuid,
  primary key (district, reinvestment_id, month),
  foreign key (district, reinvestment_id) references funds.reinvestment (district, id),
  foreign key (district, income_id) references funds.income (district, id)
);
comment on table funds.accrual is 'by district: what is due by such a rule for a month, and the income that paid it';

create table funds.space_agreement (
  district text not null,
  id uuid not null,
  place_id uuid not null,
  organisation_id uuid not null,
  title text not null,
  area numeric(10, 2) not null,
  rent_fen integer not null,
  months integer not null,
  defect_percent integer not null default 0,
  value_fen bigint not null,
  from_day date not null,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  foreign key (district, organisation_id) references partners.organisation (district, id),
  constraint agreement_value check (area > 0 and rent_fen > 0 and months between 1 and 240 and defect_percent between 0 and 100 and value_fen > 0)
);
comment on table funds.space_agreement is 'by district: space without rent for public services of the same value';

create table funds.commitment (
  district text not null,
  id uuid not null,
  agreement_id uuid not null,
  service text not null,
  unit text not null,
  unit_fen integer not null,
  quantity integer not null,
  delivered integer not null default 0,
  primary key (district, id),
  foreign key (district, agreement_id) references funds.space_agreement (district, id),
  constraint commitment_service unique (district, agreement_id, service),
  constraint commitment_delivered check (unit_fen > 0 and quantity > 0 and delivered between 0 and quantity)
);
comment on table funds.commitment is 'by district: services that an agreement promises for its space, and how many were delivered';

create table funds.delivery (
  district text not null,
  id uuid not null,
  commitment_id uuid not null,
  quantity integer not null,
  on_day date not null,
  evidence text not null,
  confirmed_by uuid not null,
  confirmed_at timestamptz not null,
  primary key (district, id),
  foreign key (district, commitment_id) references funds.commitment (district, id),
  constraint delivery_quantity check (quantity > 0)
);
comment on table funds.delivery is 'by district: services delivered for space, each confirmed by somebody';

create table funds.book_entry (
  district text not null,
  id uuid not null,
  place_id uuid not null,
  month date not null,
  side text not null,
  class text not null,
  amount_fen bigint not null,
  note text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  reversed_at timestamptz,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  constraint entry_class check (amount_fen > 0 and (side, class) in (
    ('income', 'lowFee'), ('income', 'market'), ('income', 'subsidy'), ('income', 'purchase'), ('income', 'donation'),
    ('cost', 'staff'), ('cost', 'energy'), ('cost', 'upkeep'), ('cost', 'services'), ('cost', 'rent'), ('cost', 'other')))
);
comment on table funds.book_entry is 'by district: income and cost of a complex by month and class';
create index entry_by_place on funds.book_entry (district, place_id, month);

create table funds.goods (
  district text not null,
  id uuid not null,
  place_id uuid not null,
  name text not null,
  unit text not null,
  stock integer not null default 0,
  primary key (district, id),
  foreign key (district, place_id) references places.place (district, id),
  constraint goods_name unique (district, place_id, name),
  constraint goods_stock check (stock >= 0)
);
comment on table funds.goods is 'by district: goods given, in stock at a place';

create table funds.goods_move (
  district text not null,
  id uuid not null,
  goods_id uuid not null,
  quantity integer not null,
  whom_cipher text,
  receipt text not null,
  moved_by uuid not null,
  moved_at timestamptz not null,
  primary key (district, id),
  foreign key (district, goods_id) references funds.goods (district, id),
  constraint goods_receipt unique (district, receipt),
  constraint goods_quantity check (quantity <> 0)
);
comment on table funds.goods_move is 'by district: goods taken in (more than 0) and given out (less), with a receipt each';

grant select, insert, update on all tables in schema funds to linli_app;
-- Who gave and who received are persons; everything else is published.
alter table funds.giver enable row level security;
alter table funds.giver force row level security;
create policy own_district on funds.giver using (district = (select current_setting('app.district', true)));
alter table funds.goods_move enable row level security;
alter table funds.goods_move force row level security;
create policy own_district on funds.goods_move using (district = (select current_setting('app.district', true)));
