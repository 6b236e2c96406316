import { dayHere } from '../../platform/clock.ts';
import type { Write } from '../../platform/database.ts';
import { chargeCaps, getUsed, openAccount, postTransfers } from '../ledger/index.ts';
import { type EarningRule, expireOn, type PointUnit } from './rules.ts';

export type Own = { tx: Write; district: string; now: Date; actor: { id: string } | null };
const names: Record<PointUnit, string> = { points: '积分', loveBeans: '爱心豆' };

/** The account that an owner of points has them on; opened if need be. */
export const walletOf = (own: Own, personId: string, unit: PointUnit) =>
  openAccount(own, { owner: { kind: 'person', id: personId }, unit, kind: 'wallet', name: names[unit], isKept: true, hasLots: true, floor: 0 });

/** Where points come from and go to: one account per unit and use. */
export const unitAccount = (own: Own, unit: PointUnit, kind: 'issue' | 'redeemed') =>
  openAccount(own, { owner: { kind: 'unit', id: unit }, unit, kind, name: `${names[unit]}${kind === 'issue' ? '发行' : '核销'}`, isKept: false });

export type Earned = { id: string; personId: string; rule: EarningRule; amount: number; day: string; reference: string };

/**
 * Gives somebody points by a rule, as far as its caps allow; asked again with the same id it gives nothing more.
 * @returns what was given; 0 where the caps are used up
 */
export async function earn(own: Own, { id, personId, rule, amount, day, reference }: Earned): Promise<number> {
  const { code, unit } = rule;
  const caps = rule.caps.map(({ per, most }) => ({ subject: personId, cap: `points.${code}.${per}`, period: per === 'day' ? day : day.slice(0, 7), most }));
  let given = amount;
  for (const cap of caps) given = Math.min(given, Math.max(0, cap.most - (await getUsed(own, cap))));
  if (given === 0) return 0;
  await chargeCaps(
    own,
    id,
    caps.map((cap) => ({ ...cap, amount: given })),
  );
  const [debitId, creditId] = [await unitAccount(own, unit, 'issue'), await walletOf(own, personId, unit)];
  await postTransfers(own, [{ id, kind: `points.${code}`, debitId, creditId, amount: given, reference, lotExpiresOn: expireOn(dayHere(own.now)) }]);
  return given;
}
