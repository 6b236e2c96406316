import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Write } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { Refused, refuse } from '../../../platform/refuse.ts';
import { chargeCaps, findAccount, getUsed, legId, listBalances, type NewTransfer, type Owner, openAccount, postTransfers } from '../../ledger/index.ts';
import { ageOn, listFamily } from '../../people/index.ts';
import { earn, findRule } from '../../points/index.ts';
import { type CountsAs, rules } from '../rules.ts';
import { noRecordYet, notEnoughCoins, notKin } from './contract.ts';

const { timeBank } = rules;
export type Own = { tx: Write; district: string; now: Date; actor: { id: string } | null };
export const coins = { unit: 'coinMinutes' };
export const unitAccount = (own: Own, unit: string, kind: string, name: string) =>
  openAccount(own, { owner: { kind: 'unit', id: unit }, unit, kind, name, isKept: false });
export const walletOf = (own: Own, personId: string) =>
  openAccount(own, { owner: { kind: 'person', id: personId }, ...coins, kind: 'wallet', name: timeBank.coin.zh, isKept: true, hasLots: true, floor: 0 });
const pool: Owner = { kind: 'fund', id: 'timeBankPool' };
export const poolOf = (own: Own) => openAccount(own, { owner: pool, ...coins, kind: 'pool', name: '时间币公益池', isKept: true, floor: 0 });

/** What of an amount still fits a cap; taken at once. */
async function takeRoom(own: Own, transferId: string, personId: string, cap: string, period: string, wanted: number, most: number): Promise<number> {
  const room = Math.max(0, most - (await getUsed(own, { subject: personId, cap, period })));
  const amount = Math.min(wanted, room);
  if (amount > 0) await chargeCaps(own, transferId, [{ subject: personId, cap, period, amount, most }]);
  return amount;
}

type Served = { serviceId: string; shiftId: string; personId: string; minutes: number; countsAs: CountsAs; at: Date };

/**
 * Counts confirmed minutes once, by what the volunteer chose: as a record alone, as time coins, or as points. What is above the most of a
 * day or of all time goes to the pool. Coins that somebody had set aside for this service are captured as far as it lasted.
 */
export async function count(own: Own, { serviceId, shiftId, personId, minutes, countsAs, at }: Served): Promise<void> {
  if (minutes > 0 && countsAs === 'coins') await earnCoins(own, serviceId, personId, minutes, dayHere(at));
  if (minutes > 0 && countsAs === 'points') await earnPoints(own, serviceId, personId, minutes, dayHere(at));
  await settleHold(own, shiftId, minutes);
}

async function earnCoins(own: Own, serviceId: string, personId: string, minutes: number, day: string): Promise<void> {
  const earned = Math.floor((minutes * timeBank.coinMinutesPerHour) / 60);
  const id = legId(serviceId, 'coins');
  const today = await takeRoom(own, id, personId, 'timeBank.day', day, earned, timeBank.dayMostCoinMinutes);
  const kept = await takeRoom(own, id, personId, 'timeBank.all', 'all', today, timeBank.mostCoinMinutes);
  const issue = await unitAccount(own, coins.unit, 'issue', '时间币发行');
  const leg = { kind: 'timeBank.earned', reference: serviceId, debitId: issue };
  const transfers: NewTransfer[] = [];
  if (kept > 0) transfers.push({ ...leg, id, creditId: await walletOf(own, personId), amount: kept });
  if (earned > kept) transfers.push({ ...leg, id: legId(serviceId, 'pool'), kind: 'timeBank.overCap', creditId: await poolOf(own), amount: earned - kept });
  await postTransfers(own, transfers);
}

/** Points for the hours instead: by the rule of the points, and as far as its day allows. */
async function earnPoints(own: Own, serviceId: string, personId: string, minutes: number, day: string): Promise<void> {
  const rule = findRule('service')!;
  const amount = Math.floor((minutes * rule.perHour!) / 60);
  await earn(own, { id: legId(serviceId, 'points'), personId, rule, amount, day, reference: serviceId });
}

export const holdId = (shiftId: string) => legId(shiftId, 'hold');
async function settleHold(own: Own, shiftId: string, minutes: number): Promise<void> {
  const shift = await own.tx
    .selectFrom('volunteers.shift')
    .select('coinMinutes')
    .where('district', '=', own.district)
    .where('id', '=', shiftId)
    .executeTakeFirst();
  if (!shift?.coinMinutes) return;
  const amount = Math.min(shift.coinMinutes, Math.floor((minutes * timeBank.coinMinutesPerHour) / 60));
  const ofId = holdId(shiftId);
  await postTransfers(own, [
    amount > 0
      ? { id: legId(shiftId, 'spent'), flow: 'capture', kind: 'timeBank.spent', ofId, amount, reference: shiftId }
      : { id: legId(shiftId, 'freed'), flow: 'release', kind: 'timeBank.freed', ofId, reference: shiftId },
  ]);
}

export async function getTimeBankQuery({ db, district, now, actor }: Reading<Actor>) {
  const { name, coin, coinMinutesPerHour, mostCoinMinutes: most, spendAge } = timeBank;
  const fields = { name, coin, coinMinutesPerHour, most, spendAge };
  if (!actor.personId) return { ...fields, balance: 0, held: 0, earned: 0, isOldEnough: false };
  const id = await findAccount(db, district, { owner: { kind: 'person', id: actor.personId }, ...coins, kind: 'wallet' });
  const stands = id ? (await listBalances(db, district, [id])).get(id)! : { balance: 0, held: 0 };
  const earned = await getUsed({ tx: db as Write, district }, { subject: actor.personId, cap: 'timeBank.all', period: 'all' });
  return { ...fields, balance: stands.balance, held: stands.held, earned, isOldEnough: await isOldEnough({ tx: db as Write, district, now }, actor.personId) };
}

export async function isOldEnough({ tx, district, now }: Pick<Own, 'tx' | 'district' | 'now'>, personId: string): Promise<boolean> {
  const person = await tx.selectFrom('people.person').select('bornOn').where('district', '=', district).where('id', '=', personId).executeTakeFirst();
  return person !== undefined && ageOn(person.bornOn, dayHere(now)) >= timeBank.spendAge;
}

/** A relative whom one may give coins to, or spend them for. */
export async function checkKin({ tx, vault, district, now, actor }: Writing<Actor>, personId: string): Promise<void> {
  const family = await listFamily(tx, vault, district, actor.personId!, dayHere(now));
  if (!family.some(({ id, relation }) => id === personId && timeBank.giftTo.includes(relation))) refuse(notKin);
}

/** The ledger's "not enough" in the words of the time bank. */
export async function spend(own: Own, transfers: NewTransfer[]): Promise<void> {
  await postTransfers(own, transfers).catch((error) => {
    if (error instanceof Refused && error.refusal.type === 'ledger/not-enough') refuse(notEnoughCoins);
    throw error;
  });
}

async function give(context: Writing<Actor>, kind: string, creditId: string, amount: number) {
  const id = newId(context.now.getTime());
  const debitId = await walletOf(context, context.actor.personId!);
  await spend(context, [{ id, kind, debitId, creditId, amount }]);
  context.note({ object: id });
  return { id, balance: (await listBalances(context.tx, context.district, [debitId])).get(debitId)!.available };
}

export async function giveCoinsCommand(context: Writing<Actor>, { personId, coinMinutes }: { personId: string; coinMinutes: number }) {
  if (!context.actor.personId) refuse(noRecordYet);
  await checkKin(context, personId);
  return give(context, 'timeBank.gift', await walletOf(context, personId), coinMinutes);
}

export async function donateCoinsCommand(context: Writing<Actor>, { coinMinutes }: { coinMinutes: number }) {
  if (!context.actor.personId) refuse(noRecordYet);
  return give(context, 'timeBank.donated', await poolOf(context), coinMinutes);
}
