import { sql } from 'kysely';
import type { Read } from '../../../platform/database.ts';

export type TrialBalance = { unit: string; accounts: number; debits: number; credits: number; balance: number }[];

/**
 * All balances by unit, of kept accounts as they stand and of the others as they add up: each unit comes to zero, always.
 * @returns units in alphabetical order; `debits` are the balances below zero, `credits` those above
 */
export async function getTrialBalance(db: Read, district: string): Promise<TrialBalance> {
  const { rows } = await sql<TrialBalance[number]>`
    with moved as (
      select id, sum(amount)::bigint as balance from (
        select credit_id as id, amount from ledger.transfer where district = ${district} and flow in ('post', 'capture', 'reverse')
        union all select debit_id, -amount from ledger.transfer where district = ${district} and flow in ('post', 'capture', 'reverse')
      ) m group by id
    ), standing as (
      select a.unit, case when a.is_kept then a.balance else coalesce(m.balance, 0) end as balance
      from ledger.account a left join moved m on m.id = a.id where a.district = ${district}
    )
    select unit, count(*)::int as accounts, coalesce(sum(balance) filter (where balance < 0), 0)::bigint as debits,
      coalesce(sum(balance) filter (where balance > 0), 0)::bigint as credits, sum(balance)::bigint as balance
    from standing group by unit order by unit`.execute(db as never);
  return rows;
}

export type Fault = { what: string; id: string; expected: number | null; found: number | null };

/** Each rule of the books as a query for what breaks it. */
const rules: [what: string, query: (district: string) => ReturnType<typeof sql>][] = [
  [
    'a kept balance is the sum of its transfers',
    (district) => sql`with moved as (
        select id, sum(amount)::bigint as balance from (
          select credit_id as id, amount from ledger.transfer where district = ${district} and flow in ('post', 'capture', 'reverse')
          union all select debit_id, -amount from ledger.transfer where district = ${district} and flow in ('post', 'capture', 'reverse')
        ) m group by id
      ) select a.id, coalesce(m.balance, 0) as expected, a.balance as found from ledger.account a left join moved m on m.id = a.id
      where a.district = ${district} and a.is_kept and a.balance <> coalesce(m.balance, 0)`,
  ],
  [
    'what is held and awaited are the holds that stand open',
    (district) => sql`with open as (
        select debit_id, credit_id, amount from ledger.transfer h where district = ${district} and flow = 'hold'
          and not exists (select 1 from ledger.transfer r where r.district = h.district and r.of_id = h.id)
      ) select a.id, coalesce((select sum(amount) from open where debit_id = a.id), 0) + coalesce((select sum(amount) from open where credit_id = a.id), 0) as expected,
        a.held + a.awaited as found
      from ledger.account a where a.district = ${district} and a.is_kept
        and (a.held <> coalesce((select sum(amount) from open where debit_id = a.id), 0) or a.awaited <> coalesce((select sum(amount) from open where credit_id = a.id), 0))`,
  ],
  [
    'each transfer leaves the balance that the one before it had left, and its amount',
    (district) => sql`with side as (
        select t.id, t.seq, t.debit_id as account_id, -t.amount as amount, t.debit_after as after, t.flow from ledger.transfer t where district = ${district}
        union all select t.id, t.seq, t.credit_id, t.amount, t.credit_after, t.flow from ledger.transfer t where district = ${district}
      ), told as (
        select s.id, s.after as found, sum(case when flow in ('post', 'capture', 'reverse') then s.amount else 0 end) over (partition by account_id order by seq)::bigint as expected
        from side s where after is not null
      ) select id, expected, found from told where expected <> found`,
  ],
  [
    'the lots of an account add up to its balance',
    (district) => sql`select a.id, a.balance as expected, coalesce(l.remaining, 0) as found from ledger.account a
      left join (select account_id, sum(remaining)::bigint as remaining from ledger.lot where district = ${district} group by account_id) l on l.account_id = a.id
      where a.district = ${district} and a.has_lots and a.balance <> coalesce(l.remaining, 0)`,
  ],
  [
    'both sides of a transfer are accounts of its unit',
    (district) => sql`select t.id, null::bigint as expected, null::bigint as found from ledger.transfer t
      left join ledger.account d on d.district = t.district and d.id = t.debit_id left join ledger.account c on c.district = t.district and c.id = t.credit_id
      where t.district = ${district} and (d.unit is distinct from t.unit or c.unit is distinct from t.unit)`,
  ],
  [
    'a transfer has an amount, two sides, and names another exactly where its flow does',
    (district) => sql`select t.id, null::bigint as expected, t.amount as found from ledger.transfer t where t.district = ${district}
      and (t.amount <= 0 or t.debit_id = t.credit_id or t.flow not in ('post', 'hold', 'capture', 'release', 'reverse')
        or (t.of_id is not null) <> (t.flow in ('capture', 'release', 'reverse')) or (t.expires_at is not null) <> (t.flow = 'hold'))`,
  ],
  [
    'a capture takes no more than its hold, a reversal all of what it reverses, the other way round',
    (
      district,
    ) => sql`select r.id, f.amount as expected, r.amount as found from ledger.transfer r join ledger.transfer f on f.district = r.district and f.id = r.of_id
      where r.district = ${district} and not case r.flow
        when 'reverse' then f.flow in ('post', 'capture') and r.amount = f.amount and r.debit_id = f.credit_id and r.credit_id = f.debit_id
        else f.flow = 'hold' and r.amount <= f.amount and r.debit_id = f.debit_id and r.credit_id = f.credit_id end`,
  ],
];

/** Recomputes the books of a district from its transfers alone. @returns what does not agree, at most 100 of each rule; nothing where all is well */
export async function checkBooks(db: Read, district: string): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const [what, query] of rules) {
    const { rows } = await sql<Omit<Fault, 'what'>>`select * from (${query(district)}) f limit 100`.execute(db as never);
    faults.push(...rows.map((row) => ({ what, ...row })));
  }
  for (const { unit, balance } of await getTrialBalance(db, district)) {
    if (balance !== 0) faults.push({ what: 'each unit adds up to zero', id: unit, expected: 0, found: balance });
  }
  return faults;
}
