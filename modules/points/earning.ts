import { sql } from 'kysely';
import type { Actor } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { findAccount, listBalances } from '../ledger/index.ts';
import { noSuchPerson, noSuchRule, usedUp } from './contract.ts';
import { readRedemptions } from './redemptions.ts';
import { findRule, type PointUnit, rules } from './rules.ts';
import { earn } from './wallet.ts';

export const listEarningRulesQuery = async () => rules.earning.map(({ amount = null, perHour = null, ...rule }) => ({ ...rule, amount, perHour }));

export async function awardCommand(context: Writing<Actor>, { personId, rule: code, reason }: { personId: string; rule: string; reason: string }) {
  const { tx, district, now, note } = context;
  const rule = findRule(code);
  if (!rule?.byHand || !rule.amount) refuse(noSuchRule);
  const person = await tx.selectFrom('people.person').select('id').where('district', '=', district).where('id', '=', personId).executeTakeFirst();
  if (!person) refuse(noSuchPerson);
  const id = newId(now.getTime());
  const given = await earn(context, { id, personId, rule, amount: rule.amount, day: dayHere(now), reference: reason });
  if (given === 0) refuse(usedUp);
  note({ object: personId, detail: { rule: code, given, reason } });
  return { id, given };
}

/** What of an account runs out first. */
async function runsOutNext({ db, district }: Reading, accountId: string): Promise<{ day: string; amount: number } | null> {
  const { rows } = await sql<{ day: string; amount: number }>`select expires_on::text as day, sum(remaining)::int as amount from ledger.lot
    where district = ${district} and account_id = ${accountId} and remaining > 0 and expires_on is not null group by expires_on order by expires_on limit 1`.execute(
    db as never,
  );
  return rows[0] ?? null;
}

export async function getMyPointsQuery(context: Reading<Actor>) {
  const { db, district, actor } = context;
  const units: PointUnit[] = ['points', 'loveBeans'];
  const balances = [];
  for (const unit of units) {
    const accountId = actor.personId ? await findAccount(db, district, { owner: { kind: 'person', id: actor.personId }, unit, kind: 'wallet' }) : undefined;
    const stands = accountId ? (await listBalances(db, district, [accountId])).get(accountId)! : { available: 0, held: 0 };
    const runsOut = accountId ? await runsOutNext(context, accountId) : null;
    balances.push({ unit, available: stands.available, held: stands.held, runsOut, accountId: accountId ?? null });
  }
  const redemptions = actor.personId ? await readRedemptions(db, district, sql`r.person_id = ${actor.personId}`) : [];
  return { balances, redemptions };
}
