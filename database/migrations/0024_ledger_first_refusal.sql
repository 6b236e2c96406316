-- A connection whose first posting was refused had no side to compare units of yet: PL/pgSQL wants the type of a record before it weighs the
-- rest of a condition. The comparison now stands on its own.
create or replace function ledger.post_one(p_district text, p_now timestamptz, p_actor uuid, t ledger.new_transfer) returns text language plpgsql as $$
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
  if fault is null then
    if d.unit <> c.unit then
      fault := 'otherUnit';
      perform ledger.undo(p_district, t, moved, pending, true, true);
    end if;
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
