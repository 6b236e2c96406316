import { randomInt } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { Refused, refuse } from '../../platform/refuse.ts';
import { chargeCaps, freeCaps, legId, openAccount, postTransfers } from '../ledger/index.ts';
import { goodGone, noRecord, noSuchGood, noSuchRedemption, notEnoughPoints, takenEnough } from './contract.ts';
import { type PointUnit, rules } from './rules.ts';
import { type Own, walletOf } from './wallet.ts';

type State = 'reserved' | 'handedOut' | 'cancelled' | 'expired';
type Row = {
  id: string;
  title: string;
  titleEn: string;
  name: string;
  nameEn: string;
  unit: PointUnit;
  price: number;
  code: string;
  state: State;
  reservedAt: Date;
  until: Date;
};
/** Redemptions as they are told, the newest first. */
export async function readRedemptions(db: Read, district: string, condition: RawBuilder<unknown>) {
  const { rows } =
    await sql<Row>`select r.id, g.title, g.title_en as "titleEn", m.name, m.name_en as "nameEn", g.unit, r.price, r.code, r.state, r.reserved_at as "reservedAt", r.until
    from points.redemption r join points.good g on g.district = r.district and g.id = r.good_id join points.merchant m on m.district = g.district and m.id = g.merchant_id
    where r.district = ${district} and ${condition} order by r.reserved_at desc limit 100`.execute(db as never);
  return rows.map(({ title, titleEn, name, nameEn, reservedAt, until, ...row }) => ({
    ...row,
    title: { zh: title, en: titleEn },
    merchant: { zh: name, en: nameEn },
    reservedAt: reservedAt.toISOString(),
    until: until.toISOString(),
  }));
}

const holdId = (id: string) => legId(id, 'hold');
/** Where the points of a merchant stand until it is paid. */
export const incomeOf = (own: Own, merchantId: string, unit: PointUnit) =>
  openAccount(own, { owner: { kind: 'outside', id: `merchant:${merchantId}` }, unit, kind: 'income', name: '商户收取', isKept: false });

async function takeOne({ tx, district }: Own, goodId: string) {
  const taken = await tx
    .updateTable('points.good')
    .set((eb) => ({ available: eb('available', '-', 1) }))
    .where('district', '=', district)
    .where('id', '=', goodId)
    .where('closedAt', 'is', null)
    .where('available', '>', 0)
    .returning(['merchantId', 'unit', 'price', 'perMonth', 'settleFen'])
    .executeTakeFirst();
  if (taken) return { ...taken, unit: taken.unit as PointUnit };
  const there = await tx
    .selectFrom('points.good')
    .select('id')
    .where('district', '=', district)
    .where('id', '=', goodId)
    .where('closedAt', 'is', null)
    .executeTakeFirst();
  return refuse(there ? goodGone : noSuchGood);
}

/** The ledger's refusals in the words of points. */
function told(error: unknown): never {
  if (error instanceof Refused && error.refusal.type === 'ledger/not-enough') refuse(notEnoughPoints);
  if (error instanceof Refused && error.refusal.type === 'ledger/cap-reached') refuse(takenEnough);
  throw error;
}

export async function redeemCommand(context: Writing<Actor>, { id: goodId }: { id: string }) {
  const { tx, district, now, actor, note } = context;
  const personId = actor.personId ?? refuse(noRecord);
  const { merchantId, unit, price, perMonth, settleFen } = await takeOne(context, goodId);
  const id = newId(now.getTime());
  const until = new Date(now.getTime() + rules.reserveDays * 86_400_000);
  const values = { district, id, goodId, personId, code: String(randomInt(10_000_000, 100_000_000)), price, settleFen, reservedAt: now, until };
  await tx.insertInto('points.redemption').values(values).execute();
  const [debitId, creditId] = [await walletOf(context, personId, unit), await incomeOf(context, merchantId, unit)];
  const cap = { subject: personId, cap: `points.good.${goodId}`, period: dayHere(now).slice(0, 7), amount: 1, most: perMonth };
  await chargeCaps(context, holdId(id), [cap]).catch(told);
  // The hold outlasts the reservation, which ends it: the ledger lets go by itself only if nobody did.
  const expiresAt = new Date(until.getTime() + 86_400_000);
  await postTransfers(context, [{ id: holdId(id), flow: 'hold', kind: 'points.held', debitId, creditId, amount: price, expiresAt, reference: id }]).catch(told);
  note({ object: id });
  return (await readRedemptions(tx, district, sql`r.id = ${id}`))[0]!;
}

/** Ends a reservation once: whoever comes second finds it over. */
async function end({ tx, district, now }: Own, to: State, condition: RawBuilder<boolean>, handedBy: string | null = null) {
  const { rows } = await sql<{ id: string; goodId: string }>`update points.redemption r set state = ${to}, ended_at = ${now}, handed_by = ${handedBy}::uuid
    where r.district = ${district} and r.state = 'reserved' and ${condition} returning r.id, r.good_id as "goodId"`.execute(tx);
  return rows;
}
async function giveBack(own: Own, { id, goodId }: { id: string; goodId: string }): Promise<void> {
  await own.tx
    .updateTable('points.good')
    .set((eb) => ({ available: eb('available', '+', 1) }))
    .where('district', '=', own.district)
    .where('id', '=', goodId)
    .execute();
  await freeCaps(own, holdId(id));
  await postTransfers(own, [{ id: legId(id, 'freed'), flow: 'release', kind: 'points.freed', ofId: holdId(id), reference: id }]);
}

export async function cancelRedemptionCommand(context: Writing<Actor>, { id }: { id: string }) {
  const [row] = await end(context, 'cancelled', sql`r.id = ${id} and r.person_id = ${context.actor.personId}`);
  if (!row) refuse(noSuchRedemption);
  await giveBack(context, row);
  context.note({ object: id });
  return (await readRedemptions(context.tx, context.district, sql`r.id = ${id}`))[0]!;
}

export async function handOutCommand(context: Writing<Actor>, { id: merchantId, code }: { id: string; code: string }) {
  const { tx, district, now, actor, note } = context;
  const [row] = await end(
    context,
    'handedOut',
    sql`r.code = ${code} and r.until > ${now} and r.good_id in (select id from points.good g where g.district = r.district and g.merchant_id = ${merchantId})`,
    actor.id,
  );
  if (!row) refuse(noSuchRedemption);
  await postTransfers(context, [{ id: legId(row.id, 'taken'), flow: 'capture', kind: 'points.taken', ofId: holdId(row.id), reference: row.id }]);
  note({ object: row.id });
  const [{ title, price, unit }] = (await readRedemptions(tx, district, sql`r.id = ${row.id}`)) as [Awaited<ReturnType<typeof readRedemptions>>[number]];
  return { title, price, unit };
}

/** Ends what nobody came for; the points are free again. @returns how many */
export async function expireRedemptions(own: Own): Promise<number> {
  const rows = await end(own, 'expired', sql`r.until <= ${own.now}`);
  for (const row of rows) await giveBack(own, row);
  return rows.length;
}
