import { sql } from 'kysely';
import { dayHere } from '../../platform/clock.ts';
import type { Read, Write } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { getUnit } from './units.ts';

export type Owner = { kind: 'person' | 'organisation' | 'place' | 'canteen' | 'fund' | 'district' | 'outside' | 'unit'; id: string };
export type NewAccount = {
  owner: Owner;
  unit: string;
  /** What it is for: wallet, income, budget, clearing, issue, expired … */
  kind: string;
  name: string;
  /**
   * Kept: the balance stands in the account's row and its limits hold; each transfer locks it. Not kept: no limits, no lock, however
   * many write at once; the balance is added up when asked for.
   */
  isKept: boolean;
  hasLots?: boolean;
  floor?: number | null;
  ceiling?: number | null;
};

const key = ({ owner, unit, kind }: Pick<NewAccount, 'owner' | 'unit' | 'kind'>) => ({ ownerKind: owner.kind, ownerId: owner.id, unit, kind });

/** The id of an account by its owner, unit and kind; undefined where there is none. */
export async function findAccount(db: Read, district: string, which: Pick<NewAccount, 'owner' | 'unit' | 'kind'>): Promise<string | undefined> {
  let query = db.selectFrom('ledger.account').select('id').where('district', '=', district);
  for (const [column, value] of Object.entries(key(which))) query = query.where(column as 'unit', '=', value);
  return (await query.executeTakeFirst())?.id;
}

/**
 * The id of the account of an owner in a unit, opened if need be; two who ask at once get the same one.
 * Limits of one that is there already stay as they are.
 * @throws RangeError where the shape cannot be: limits without a kept balance, or lots without a floor at zero or above
 */
export async function openAccount({ tx, district, now }: { tx: Write; district: string; now: Date }, account: NewAccount): Promise<string> {
  const found = await findAccount(tx, district, account);
  if (found) return found;
  const { name, isKept, hasLots = false, floor = null, ceiling = null } = account;
  if (!isKept && (hasLots || floor !== null || ceiling !== null)) throw new RangeError(`${account.kind}: an account that keeps no balance has no limits`);
  if (hasLots && (floor === null || floor < 0)) throw new RangeError(`${account.kind}: an account with lots cannot go below zero`);
  const id = newId(now.getTime());
  const row = {
    district,
    id,
    ...key(account),
    unit: getUnit(account.unit).code,
    name,
    isKept,
    hasLots,
    floorAmount: floor,
    ceilingAmount: ceiling,
    openedAt: now,
  };
  const made = await tx
    .insertInto('ledger.account')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return made?.id ?? (await findAccount(tx, district, account))!;
}

export type Balance = { balance: number /** Set aside by holds, so not free. */; held: number; available: number };

/**
 * What stands on accounts now.
 * @returns by id; `available` is what can leave a kept account before its floor, and the balance of any other
 */
export async function listBalances(db: Read, district: string, ids: string[]): Promise<Map<string, Balance>> {
  const { rows } = await sql<{ id: string; isKept: boolean; floor: number | null; balance: number; held: number }>`
    select a.id, a.is_kept as "isKept", a.floor_amount as floor, a.held,
      case when a.is_kept then a.balance else coalesce(d.balance, 0) + s.moved end as balance
    from ledger.account a
    left join lateral (select * from ledger.balance_day b where b.district = a.district and b.account_id = a.id order by b.day desc limit 1) d on not a.is_kept
    cross join lateral (
      select coalesce(sum(amount), 0)::bigint as moved from (
        select amount from ledger.transfer t where t.district = a.district and t.credit_id = a.id and not a.is_kept
          and t.flow in ('post', 'capture', 'reverse') and t.posted_at >= coalesce((d.day + 1)::timestamptz, '-infinity')
        union all
        select -amount from ledger.transfer t where t.district = a.district and t.debit_id = a.id and not a.is_kept
          and t.flow in ('post', 'capture', 'reverse') and t.posted_at >= coalesce((d.day + 1)::timestamptz, '-infinity')
      ) m
    ) s
    where a.district = ${district} and a.id = any(${ids}::uuid[])`.execute(db as never);
  return new Map(
    rows.map(({ id, isKept, floor, balance, held }) => [id, { balance, held, available: isKept && floor !== null ? balance - held - floor : balance }]),
  );
}

/** What stood on an account at a past moment: the sum of all that had been posted by then. */
export async function getBalanceAt(db: Read, district: string, id: string, at: Date): Promise<number> {
  const { rows } = await sql<{ balance: number }>`
    with start as (select day, balance from ledger.balance_day where district = ${district} and account_id = ${id} and day < ${dayHere(at)}::date order by day desc limit 1)
    select coalesce((select balance from start), 0) + coalesce(sum(amount), 0)::bigint as balance from (
      select amount from ledger.transfer t where t.district = ${district} and t.credit_id = ${id} and t.flow in ('post', 'capture', 'reverse')
        and t.posted_at <= ${at} and t.posted_at >= coalesce((select (day + 1)::timestamptz from start), '-infinity')
      union all
      select -amount from ledger.transfer t where t.district = ${district} and t.debit_id = ${id} and t.flow in ('post', 'capture', 'reverse')
        and t.posted_at <= ${at} and t.posted_at >= coalesce((select (day + 1)::timestamptz from start), '-infinity')
    ) m`.execute(db as never);
  return rows[0]!.balance;
}

export type Line = {
  id: string;
  seq: number;
  kind: string;
  flow: string;
  /** In is more than 0, out less. */
  amount: number;
  otherId: string;
  after: number | null;
  reference: string | null;
  happenedAt: Date;
  postedAt: Date;
};

/** What moved on an account, the newest first; `before` is the seq to go on from. */
export async function listLines(db: Read, district: string, id: string, { before, limit = 50 }: { before?: number; limit?: number } = {}): Promise<Line[]> {
  const side = (own: 'debit' | 'credit', other: 'debit' | 'credit', sign: 1 | -1) => sql`
    (select id, seq, kind, flow, ${sql.raw(sign === 1 ? 'amount' : '-amount')} as amount, ${sql.ref(`${other}_id`)} as "otherId", ${sql.ref(`${own}_after`)} as after,
      reference, happened_at as "happenedAt", posted_at as "postedAt"
    from ledger.transfer where district = ${district} and ${sql.ref(`${own}_id`)} = ${id} and flow in ('post', 'capture', 'reverse')
      and seq < ${before ?? Number.MAX_SAFE_INTEGER} order by posted_at desc, seq desc limit ${limit})`;
  const { rows } = await sql<Line>`select * from (${side('debit', 'credit', -1)} union all ${side('credit', 'debit', 1)}) l
    order by "postedAt" desc, seq desc limit ${limit}`.execute(db as never);
  return rows;
}

/** Sets or lifts limits; refused by `account_limits` where the balance is past them already. */
export async function setLimits(tx: Write, district: string, id: string, limits: { floor?: number | null; ceiling?: number | null }): Promise<void> {
  await tx
    .updateTable('ledger.account')
    .set({ ...(limits.floor !== undefined && { floorAmount: limits.floor }), ...(limits.ceiling !== undefined && { ceilingAmount: limits.ceiling }) })
    .where('district', '=', district)
    .where('id', '=', id)
    .execute();
}
