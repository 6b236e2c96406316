import { dayHere } from '../../platform/clock.ts';
import { refuse } from '../../platform/refuse.ts';
import { openAccount } from './accounts.ts';
import { legId, type Posting, postTransfers } from './post.ts';
import { noExchange, noSuchAccount } from './refusals.ts';
import { type ExchangeRule, exchangeRules } from './units.ts';

type Exchange = { id: string; debitId: string; creditId: string /** In the unit of the debited account, a multiple of what the rule gives. */; give: number };

/**
 * Turns one unit into another where a rule in force allows it: two linked transfers over the exchange accounts of both units, so that
 * each unit still adds up to zero. Refused otherwise; no rule is shipped.
 */
export async function exchange(posting: Posting, { id, debitId, creditId, give }: Exchange, rules: ExchangeRule[] = exchangeRules): Promise<void> {
  const { tx, district, now } = posting;
  const accounts = await tx
    .selectFrom('ledger.account')
    .select(['id', 'unit'])
    .where('district', '=', district)
    .where('id', 'in', [debitId, creditId])
    .execute();
  const unitOf = (which: string) => accounts.find((account) => account.id === which)?.unit ?? refuse(noSuchAccount);
  const [from, to, today] = [unitOf(debitId), unitOf(creditId), dayHere(now)];
  const rule = rules.find((one) => one.from === from && one.to === to && one.since <= today && (one.until === undefined || today < one.until));
  if (!rule || give % rule.give !== 0) refuse(noExchange, { from, to });
  const bridge = (unit: string) => openAccount(posting, { owner: { kind: 'unit', id: unit }, unit, kind: 'exchange', name: '兑换', isKept: false });
  const [taking, giving] = [await bridge(from), await bridge(to)];
  const reference = `${rule.from}>${rule.to} ${rule.since}`;
  await postTransfers(posting, [
    { id, kind: 'ledger.exchange', debitId, creditId: taking, amount: give, reference },
    { id: legId(id, 'get'), kind: 'ledger.exchange', debitId: giving, creditId, amount: (give / rule.give) * rule.get, reference },
  ]);
}
