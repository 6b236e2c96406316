create schema ledger;
grant usage on schema ledger to linli_app;

create table ledger.account (
  district text not null,
  id uuid not null,
  owner_kind text not null,
  owner_id text not null,
  unit text not null,
  kind text not null,
  name text not null,
  is_kept boolean not null,
  has_lots boolean not null default false,
  floor_amount bigint,
  ceiling_amount bigint,
  balance bigint not null default 0,
  held bigint not null default 0,
  awaited bigint not null default 0,
  moved_at timestamptz not null default '-infinity',
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (district, id),
  constraint account_owner unique (district, owner_kind, owner_id, unit, kind),
  -- Alone, because a check costs each posting more than reading the row. Nothing is compared where there is no limit.
  constraint account_limits check (balance - held >= floor_amount and balance + awaited <= ceiling_amount)
);
alter table ledger.account set (fillfactor = 60);
comment on table ledger.account is 'by district: accounts of one owner in one unit; where is_kept the balance stands here and its limits hold, elsewhere it is the sum of the transfers';

create table ledger.transfer (
  district text not null,
  id uuid not null,
  seq bigint generated always as identity,
  txid xid8 not null default pg_current_xact_id(),
  flow text not null,
  kind text not null,
  debit_id uuid not null,
  credit_id uuid not null,
  amount bigint not null,
  unit text not null,
  of_id uuid,
  reference text,
  happened_at timestamptz not null,
  posted_at timestamptz not null,
  expires_at timestamptz,
  lot_expires_on date,
  debit_after bigint,
  credit_after bigint,
  actor_id uuid,
  primary key (district, id)
);
comment on table ledger.transfer is 'by district: what moved from the debited to the credited account, never changed and never deleted; written by ledger.post alone, which holds what a check would';
-- A hold is resolved once, a transfer reversed once.
create unique index transfer_of_once on ledger.transfer (district, of_id) where of_id is not null;
create index transfer_by_debit on ledger.transfer (district, debit_id, posted_at);
create index transfer_by_credit on ledger.transfer (district, credit_id, posted_at);
create index transfer_by_txid on ledger.transfer (district, txid);
create index transfer_pending on ledger.transfer (district, expires_at) where flow = 'hold';

create table ledger.lot (
  district text not null,
  seq bigint generated always as identity,
  account_id uuid not null,
  transfer_id uuid not null,
  amount bigint not null,
  remaining bigint not null,
  expires_on date,
  primary key (district, seq),
  foreign key (district, account_id) references ledger.account (district, id),
  constraint lot_remaining check (remaining between 0 and amount)
);
comment on table ledger.lot is 'by district: what is left of each amount that came into an account with lots, and from which day it is no longer good';
create index lot_left on ledger.lot (district, account_id, expires_on, seq) where remaining > 0;
create index lot_of_transfer on ledger.lot (district, transfer_id);

create table ledger.lot_use (
  district text not null,
  transfer_id uuid not null,
  lot_seq bigint not null,
  amount bigint not null,
  primary key (district, transfer_id, lot_seq),
  foreign key (district, lot_seq) references ledger.lot (district, seq),
  constraint lot_use_amount check (amount > 0)
);
comment on table ledger.lot_use is 'by district: which lots a transfer was taken from, so that its reversal gives it back to them';

create table ledger.cap_use (
  district text not null,
  subject text not null,
  cap text not null,
  period text not null,
  used bigint not null,
  primary key (district, subject, cap, period),
  constraint cap_use_used check (used >= 0)
);
comment on table ledger.cap_use is 'by district: how much of a cap somebody has used in a period; raised by one statement that holds its limit';

create table ledger.cap_charge (
  district text not null,
  transfer_id uuid not null,
  subject text not null,
  cap text not null,
  period text not null,
  amount bigint not null,
  freed_at timestamptz,
  primary key (district, transfer_id, cap, subject, period),
  constraint cap_charge_amount check (amount > 0)
);
comment on table ledger.cap_charge is 'by district: what a transfer took of a cap, so that its reversal gives it back';

create table ledger.seal (
  district text not null,
  number bigint not null,
  day date not null,
  from_txid xid8 not null,
  to_txid xid8 not null,
  entries integer not null,
  previous_hash text not null,
  hash text not null,
  sealed_at timestamptz not null,
  primary key (district, number),
  constraint seal_range check (from_txid < to_txid and entries > 0)
);
comment on table ledger.seal is 'by district: the hash chain over transfers, block by block; the last block of a day is the hash to publish';

create table ledger.balance_day (
  district text not null,
  account_id uuid not null,
  day date not null,
  balance bigint not null,
  primary key (district, account_id, day),
  foreign key (district, account_id) references ledger.account (district, id)
);
comment on table ledger.balance_day is 'by district: balances at the end of a day of accounts that keep none, so that reading one does not add up its whole past';

create type ledger.new_transfer as (
  id uuid, flow text, kind text, debit_id uuid, credit_id uuid, amount bigint, of_id uuid, reference text,
  happened_at timestamptz, expires_at timestamptz, lot_expires_on date
);

-- What a transfer that is there already answers: the same again, or that its id belongs to another.
create function ledger.known(p ledger.transfer, t ledger.new_transfer) returns text language sql immutable as $$
  select case when p.flow = t.flow and p.kind = t.kind and p.reference is not distinct from t.reference and p.of_id is not distinct from t.of_id
    and p.debit_id = t.debit_id and p.credit_id = t.credit_id and p.amount = t.amount then 'already' else 'otherContent' end
$$;

-- Takes an amount out of an account's lots, the first to expire first; gives it to the other account's lots with the same days.
create function ledger.use_lots(p_district text, t ledger.new_transfer, p_from uuid, p_to uuid, p_carries boolean) returns void language plpgsql as $$
declare
  l ledger.lot;
  rest bigint := t.amount;
  taken bigint;
begin
  for l in
    select * from ledger.lot where district = p_district and account_id = p_from and remaining > 0
    -- A reversal first takes back what it had given.
    order by (t.flow = 'reverse' and transfer_id = t.of_id) desc, expires_on nulls last, seq
  loop
    taken := least(rest, l.remaining);
    update ledger.lot set remaining = remaining - taken where district = p_district and seq = l.seq;
    insert into ledger.lot_use (district, transfer_id, lot_seq, amount) values (p_district, t.id, l.seq, taken);
    if p_carries then
      insert into ledger.lot (district, account_id, transfer_id, amount, remaining, expires_on) values (p_district, p_to, t.id, taken, taken, l.expires_on);
    end if;
    rest := rest - taken;
    exit when rest = 0;
  end loop;
  if rest > 0 then raise exception 'the lots of account % lack %', p_from, rest; end if;
end $$;

-- Lots of both sides after a transfer that moved value.
create function ledger.move_lots(p_district text, t ledger.new_transfer, p_from_lots boolean, p_to_lots boolean) returns void language plpgsql as $$
declare
  given bigint := 0;
begin
  if t.flow = 'reverse' and p_to_lots then
    with back as (select lot_seq, amount from ledger.lot_use where district = p_district and transfer_id = t.of_id),
      restored as (update ledger.lot l set remaining = l.remaining + b.amount from back b
        where l.district = p_district and l.seq = b.lot_seq and l.account_id = t.credit_id returning b.amount)
    select coalesce(sum(amount), 0) into given from restored;
  end if;
  if p_from_lots then
    perform ledger.use_lots(p_district, t, t.debit_id, t.credit_id, p_to_lots and given = 0 and t.lot_expires_on is null);
    if t.lot_expires_on is null then return; end if;
  end if;
  if p_to_lots and given = 0 then
    insert into ledger.lot (district, account_id, transfer_id, amount, remaining, expires_on)
      values (p_district, t.credit_id, t.id, t.amount, t.amount, t.lot_expires_on);
  end if;
end $$;

-- Takes back what a transfer that could not be had changed on kept accounts.
create function ledger.undo(p_district text, t ledger.new_transfer, p_moved bigint, p_pending bigint, p_debit boolean, p_credit boolean) returns void language sql as $$
  update ledger.account set balance = balance + p_moved, held = held - p_pending where p_debit and district = p_district and id = t.debit_id and is_kept;
  update ledger.account set balance = balance - p_moved, awaited = awaited - p_pending where p_credit and district = p_district and id = t.credit_id and is_kept;
$$;

-- Why the accounts of a transfer do not let it through, the same whichever of them was looked at first; null where they do by now.
create function ledger.fault_of(p_district text, t ledger.new_transfer, p_moved bigint, p_pending bigint) returns text language sql stable as $$
  select case
    when d.id is null or c.id is null then 'noSuchAccount'
    when d.closed_at is not null or c.closed_at is not null then 'closedAccount'
    when d.unit <> c.unit then 'otherUnit'
    when d.balance - p_moved - d.held - p_pending < d.floor_amount then 'short'
    when c.balance + p_moved + c.awaited + p_pending > c.ceiling_amount then 'full' end
  from (select 1) one
  left join ledger.account d on d.district = p_district and d.id = t.debit_id
  left join ledger.account c on c.district = p_district and c.id = t.credit_id
$$;

-- One transfer. Kept accounts change first, in the order of their ids, each by one statement that holds its limits; their locks last
-- until commit. What then turns out wrong is undone before the answer.
create function ledger.post_one(p_district text, p_now timestamptz, p_actor uuid, t ledger.new_transfer) returns text language plpgsql as $$
declare
  first ledger.transfer;
  there ledger.transfer;
  side record;
  d record;
  c record;
  is_debit boolean;
  fault text;
  moved bigint := 0;
  pending bigint := 0;
begin
  if t.flow in ('capture', 'release', 'reverse') then
    select * into first from ledger.transfer where district = p_district and id = t.of_id;
    if not found then return 'noSuchTransfer'; end if;
    if t.flow = 'reverse' then
      if first.flow not in ('post', 'capture') then return 'notReversible'; end if;
      t.debit_id := first.credit_id; t.credit_id := first.debit_id; t.amount := first.amount;
    else
      if first.flow <> 'hold' then return 'notHold'; end if;
      t.debit_id := first.debit_id; t.credit_id := first.credit_id;
      if t.flow = 'release' or t.amount is null then t.amount := first.amount; end if;
      if t.amount > first.amount then return 'overHold'; end if;
      pending := -first.amount;
    end if;
  end if;
  if t.flow = 'hold' then pending := t.amount; end if;
  if t.flow in ('post', 'capture', 'reverse') then moved := t.amount; end if;
  fault := case
    when t.amount is null or t.amount <= 0 then 'noAmount'
    when t.debit_id = t.credit_id then 'sameAccount'
    when t.flow = 'capture' and first.expires_at <= p_now then 'holdExpired' end;

  for n in 1..2 loop
    exit when fault is not null;
    is_debit := (n = 1) = (t.debit_id < t.credit_id);
    update ledger.account a set
        balance = a.balance + case when is_debit then -moved else moved end,
        held = a.held + case when is_debit then pending else 0 end,
        awaited = a.awaited + case when is_debit then 0 else pending end,
        moved_at = greatest(p_now, a.moved_at)
      where a.district = p_district and a.id = case when is_debit then t.debit_id else t.credit_id end and a.is_kept and a.closed_at is null
        and (a.floor_amount is null or not is_debit or a.balance - moved - a.held - pending >= a.floor_amount)
        and (a.ceiling_amount is null or is_debit or a.balance + moved + a.awaited + pending <= a.ceiling_amount)
      returning a.unit, a.has_lots, a.balance, a.moved_at into side;
    if not found then
      select a.unit, a.has_lots, null::bigint as balance, p_now as moved_at into side from ledger.account a
        where a.district = p_district and a.id = case when is_debit then t.debit_id else t.credit_id end and not a.is_kept and a.closed_at is null;
      if not found then
        if n = 2 then perform ledger.undo(p_district, t, moved, pending, not is_debit, is_debit); end if;
        fault := coalesce(ledger.fault_of(p_district, t, moved, pending), case when is_debit then 'short' else 'full' end);
        exit;
      end if;
    end if;
    if is_debit then d := side; else c := side; end if;
  end loop;
  if fault is null and d.unit <> c.unit then
    fault := 'otherUnit';
    perform ledger.undo(p_district, t, moved, pending, true, true);
  end if;

  if fault is null then
    insert into ledger.transfer (district, id, flow, kind, debit_id, credit_id, amount, unit, of_id, reference, happened_at, posted_at, expires_at,
        lot_expires_on, debit_after, credit_after, actor_id)
      values (p_district, t.id, t.flow, t.kind, t.debit_id, t.credit_id, t.amount, d.unit, t.of_id, t.reference, coalesce(t.happened_at, p_now),
        greatest(d.moved_at, c.moved_at), t.expires_at, t.lot_expires_on, d.balance, c.balance, p_actor)
      on conflict do nothing;
    if found then
      if moved > 0 and (d.has_lots or c.has_lots) then perform ledger.move_lots(p_district, t, d.has_lots, c.has_lots); end if;
      return 'posted';
    end if;
    fault := 'resolved';
    perform ledger.undo(p_district, t, moved, pending, true, true);
  end if;
  select * into there from ledger.transfer where district = p_district and id = t.id;
  if found then return ledger.known(there, t); end if;
  -- A limit may seem reached only because it was captured, released or reversed before.
  if fault in ('short', 'full') and t.of_id is not null and exists (select 1 from ledger.transfer where district = p_district and of_id = t.of_id) then
    return 'resolved';
  end if;
  return fault;
end $$;

-- Many new, plain transfers at once. False, and nothing done, where any of them needs a look of its own: a known id, a limit within
-- reach whatever the order, an account that is not there. Planned for the transfers it gets: a plan for a few is slow for thousands.
create function ledger.post_many(p_district text, p_now timestamptz, p_actor uuid, p_transfers ledger.new_transfer[]) returns boolean
  language plpgsql set plan_cache_mode = force_custom_plan as $$
declare
  wanted integer := cardinality(p_transfers);
  accounts ledger.account[];
  good integer;
  at timestamptz;
begin
  if exists (select 1 from unnest(p_transfers) t where t.flow <> 'post' or t.amount is null or t.amount <= 0) then return false; end if;
  with touched as (select debit_id as id from unnest(p_transfers) union select credit_id from unnest(p_transfers)),
    kept as (select a.* from ledger.account a where a.district = p_district and a.id in (select id from touched) and a.is_kept order by a.id for no key update)
  select array_agg(x) into accounts from (
    select kept::ledger.account as x from kept
    union all select a from ledger.account a where a.district = p_district and a.id in (select id from touched) and not a.is_kept
  ) y;
  select count(*) into good from unnest(p_transfers) t join unnest(accounts) d on d.id = t.debit_id join unnest(accounts) c on c.id = t.credit_id
    where d.unit = c.unit and d.id <> c.id and d.closed_at is null and c.closed_at is null and not d.has_lots;
  if good < wanted then return false; end if;
  if exists (
    select 1 from (
      select s.id, sum(s.out) as out, sum(s.into) as into
      from (select debit_id as id, amount as out, 0 as into from unnest(p_transfers) union all select credit_id, 0, amount from unnest(p_transfers)) s group by s.id
    ) m join unnest(accounts) a on a.id = m.id
    where a.balance - a.held - m.out < a.floor_amount or a.balance + a.awaited + m.into > a.ceiling_amount
  ) then return false; end if;

  select greatest(p_now, max(moved_at)) into at from unnest(accounts);
  with t as materialized (select row_number() over () as ord, * from unnest(p_transfers)),
  side as (
    select ord, false as is_credit, debit_id as account_id, -amount as delta from t union all select ord, true, credit_id, amount from t
  ), running as (
    select s.ord, s.is_credit, a.unit, case when a.is_kept then a.balance + sum(s.delta) over (partition by s.account_id order by s.ord) end as after
    from side s join unnest(accounts) a on a.id = s.account_id
  )
  insert into ledger.transfer (district, id, flow, kind, debit_id, credit_id, amount, unit, reference, happened_at, posted_at, lot_expires_on,
      debit_after, credit_after, actor_id)
    select p_district, t.id, t.flow, t.kind, t.debit_id, t.credit_id, t.amount, d.unit, t.reference, coalesce(t.happened_at, p_now), at,
      t.lot_expires_on, d.after, c.after, p_actor
    from t join running d on d.ord = t.ord and not d.is_credit join running c on c.ord = t.ord and c.is_credit
    order by t.ord;
  update ledger.account a set balance = a.balance + m.delta, moved_at = at
    from (
      select s.id, sum(s.delta)::bigint as delta
      from (select debit_id as id, -amount as delta from unnest(p_transfers) union all select credit_id, amount from unnest(p_transfers)) s
      where s.id in (select id from unnest(accounts) where is_kept) group by s.id
    ) m
    where a.district = p_district and a.id = m.id;
  insert into ledger.lot (district, account_id, transfer_id, amount, remaining, expires_on)
    select p_district, t.credit_id, t.id, t.amount, t.amount, t.lot_expires_on
    from unnest(p_transfers) t join unnest(accounts) c on c.id = t.credit_id where c.has_lots;
  return true;
end $$;

-- The only way to write a transfer. p_linked: all or none, the first that cannot be is raised as LN001 with its outcome and id;
-- otherwise each has its own outcome and the others go on.
-- @returns the outcomes in the order of the transfers
create function ledger.post(p_district text, p_now timestamptz, p_actor uuid, p_transfers ledger.new_transfer[], p_linked boolean)
  returns text[] language plpgsql security definer set search_path = pg_catalog as $$
declare
  t ledger.new_transfer;
  result text;
  outcomes text[];
begin
  if p_district is distinct from current_setting('app.district', true) then raise exception 'not in district %', p_district; end if;
  if cardinality(p_transfers) >= 64 then
    begin
      if ledger.post_many(p_district, p_now, p_actor, p_transfers) then return array_fill('posted'::text, array[cardinality(p_transfers)]); end if;
    -- One of them is there already, or came in meanwhile between accounts that nobody locks: undone, and done one by one.
    exception when unique_violation then null;
    end;
  end if;
  if cardinality(p_transfers) > 1 then
    perform 1 from ledger.account a where a.district = p_district and a.is_kept and a.id in (
      select u.debit_id from unnest(p_transfers) u union select u.credit_id from unnest(p_transfers) u
      union select v.side from unnest(p_transfers) u join ledger.transfer f on f.district = p_district and f.id = u.of_id
        cross join lateral (values (f.debit_id), (f.credit_id)) v (side)
    ) order by a.id for no key update;
  end if;
  foreach t in array p_transfers loop
    result := ledger.post_one(p_district, p_now, p_actor, t);
    if p_linked and result not in ('posted', 'already') then raise exception using errcode = 'LN001', message = result, detail = t.id::text; end if;
    outcomes := outcomes || result;
  end loop;
  return outcomes;
end $$;

-- The app reads everything, opens accounts and sets their limits, and moves value through ledger.post alone.
grant select on all tables in schema ledger to linli_app;
grant insert (district, id, owner_kind, owner_id, unit, kind, name, is_kept, has_lots, floor_amount, ceiling_amount, opened_at) on ledger.account to linli_app;
grant update (name, floor_amount, ceiling_amount, closed_at) on ledger.account to linli_app;
grant insert, update on ledger.cap_use, ledger.cap_charge to linli_app;
grant insert on ledger.seal, ledger.balance_day to linli_app;
revoke execute on all functions in schema ledger from public;
grant execute on function ledger.post to linli_app;

-- Not forced on their owner: ledger.post runs as that, looks at its district alone, and each policy would cost every statement of it.
do $$
declare name text;
begin
  foreach name in array array['account', 'transfer', 'lot', 'lot_use', 'cap_use', 'cap_charge'] loop
    execute format('alter table ledger.%I enable row level security', name);
    execute format('create policy own_district on ledger.%I using (district = (select current_setting(''app.district'', true)))', name);
  end loop;
end $$;
