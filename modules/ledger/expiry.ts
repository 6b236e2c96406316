import { sql } from 'kysely';
import { dayHere } from '../../platform/clock.ts';
import { openAccount } from './accounts.ts';
import { legId, type NewTransfer, type Posting, postEach } from './post.ts';

/** How many are done in one transaction. */
const atOnce = 500;

/** Lets go of holds that ran out. @returns how many; as many as fit in one transaction, so call it until none are left */
export async function releaseExpiredHolds(posting: Posting): Promise<number> {
  const { tx, district, now } = posting;
  const { rows } = await sql<{ id: string }>`select id from ledger.transfer h where district = ${district} and flow = 'hold' and expires_at <= ${now}
    and not exists (select 1 from ledger.transfer r where r.district = h.district and r.of_id = h.id) order by expires_at limit ${atOnce}`.execute(tx);
  const outcomes = await postEach(
    posting,
    rows.map(({ id }): NewTransfer => ({ id: legId(id, 'expired'), flow: 'release', kind: 'ledger.holdExpired', ofId: id })),
  );
  return outcomes.filter(({ outcome }) => outcome === 'posted').length;
}

/**
 * Takes what is no longer good out of accounts with lots. What is set aside by a hold stays until the hold is resolved.
 * @returns how many lots; call it until none are left
 */
export async function expireLots(posting: Posting): Promise<number> {
  const { tx, district, now } = posting;
  const { rows } = await sql<{ seq: number; transferId: string; accountId: string; unit: string; amount: number; taken: number }>`
    select l.seq, l.transfer_id as "transferId", a.id as "accountId", a.unit, l.amount - l.remaining as taken,
      least(l.remaining, a.balance - a.held - coalesce(sum(l.remaining) over (partition by a.id order by l.expires_on, l.seq rows between unbounded preceding and 1 preceding), 0)) as amount
    from ledger.lot l join ledger.account a on a.district = l.district and a.id = l.account_id
    where l.district = ${district} and l.remaining > 0 and l.expires_on <= ${dayHere(now)}::date and a.balance > a.held and a.closed_at is null
    order by l.expires_on, l.seq limit ${atOnce}`.execute(tx);
  const due = rows.filter(({ amount }) => amount > 0);
  const sinks = new Map<string, string>();
  for (const { unit } of due) {
    if (sinks.has(unit)) continue;
    sinks.set(unit, await openAccount(posting, { owner: { kind: 'unit', id: unit }, unit, kind: 'expired', name: '过期', isKept: false }));
  }
  const outcomes = await postEach(
    posting,
    due.map(({ seq, transferId, accountId, unit, amount, taken }) => ({
      // What a lot lost before is part of the name: one that got something back may expire again.
      id: legId(transferId, `lot-${seq}-${taken}`),
      kind: 'ledger.lotExpired',
      debitId: accountId,
      creditId: sinks.get(unit)!,
      amount,
    })),
  );
  return outcomes.filter(({ outcome }) => outcome === 'posted').length;
}
