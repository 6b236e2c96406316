import { sql } from 'kysely';
import type { Write } from '../../../platform/database.ts';

/** How long after midnight a transaction of the day before may still be open: statements and transactions end within a minute. */
const graceMinutes = 60;

/**
 * Keeps the balance of yesterday's end for every account that keeps none and moved since the last one kept: reading a balance then adds
 * up one day. Repeated, it does nothing. @returns how many accounts
 */
export async function closeDays(tx: Write, district: string, now: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with day as (select ((${now}::timestamptz - make_interval(mins => ${graceMinutes})) at time zone 'Asia/Shanghai')::date - 1 as day),
    moved as (
      select a.id, coalesce(b.balance, 0) + m.moved as balance from ledger.account a
      left join lateral (select * from ledger.balance_day b where b.district = a.district and b.account_id = a.id order by b.day desc limit 1) b on true
      cross join lateral (
        select sum(amount)::bigint as moved from (
          select amount from ledger.transfer t, day where t.district = a.district and t.credit_id = a.id and t.flow in ('post', 'capture', 'reverse')
            and t.posted_at >= coalesce((b.day + 1)::timestamptz, '-infinity') and t.posted_at < (day.day + 1)::timestamptz
          union all
          select -amount from ledger.transfer t, day where t.district = a.district and t.debit_id = a.id and t.flow in ('post', 'capture', 'reverse')
            and t.posted_at >= coalesce((b.day + 1)::timestamptz, '-infinity') and t.posted_at < (day.day + 1)::timestamptz
        ) x
      ) m where a.district = ${district} and not a.is_kept and m.moved is not null
    ), kept as (
      insert into ledger.balance_day (district, account_id, day, balance) select ${district}, id, (select day from day), balance from moved
      on conflict do nothing returning 1
    ) select count(*)::int as n from kept`.execute(tx);
  return rows[0]!.n;
}
