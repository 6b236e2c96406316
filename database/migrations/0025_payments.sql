create table ledger.payment (
  district text not null,
  id uuid not null,
  gateway text not null,
  purpose text not null,
  reference text not null,
  title text not null,
  payee_kind text not null,
  payee_id text not null,
  amount_fen bigint not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  lapses_at timestamptz not null,
  paid_fen bigint not null default 0,
  in_time_fen bigint not null default 0,
  refunded_fen bigint not null default 0,
  withdrawn_at timestamptz,
  primary key (district, id),
  constraint payment_amount check (amount_fen > 0 and lapses_at > asked_at)
);
comment on table ledger.payment is 'by district: payments outside that were asked for, and what their gateway has told of them; no money is kept here';
create index payment_by_reference on ledger.payment (district, purpose, reference);
create index payment_by_account on ledger.payment (district, asked_by, asked_at);

create table ledger.payment_notice (
  district text not null,
  gateway text not null,
  notice_id text not null,
  payment_id uuid not null,
  kind text not null,
  amount_fen bigint not null,
  happened_at timestamptz not null,
  received_at timestamptz not null,
  primary key (district, gateway, notice_id),
  foreign key (district, payment_id) references ledger.payment (district, id),
  constraint notice_kind check (kind in ('paid', 'refunded', 'failed') and amount_fen >= 0)
);
comment on table ledger.payment_notice is 'by district: what gateways have told, each once, in whatever order it came';

grant select, insert, update on ledger.payment to linli_app;
grant select, insert on ledger.payment_notice to linli_app;
alter table ledger.payment enable row level security;
create policy own_district on ledger.payment using (district = (select current_setting('app.district', true)));
alter table ledger.payment_notice enable row level security;
create policy own_district on ledger.payment_notice using (district = (select current_setting('app.district', true)));
