import { sql } from 'kysely';
import type { Actor } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import { legId, postTransfers } from '../ledger/index.ts';
import { monthNotOver } from './contract.ts';
import { incomeOf } from './redemptions.ts';
import type { PointUnit } from './rules.ts';
import { unitAccount } from './wallet.ts';

type Row = { merchantId: string; name: string; nameEn: string; unit: PointUnit; redemptions: number; amount: number; fen: number; paidAt: Date | null };
async function read(db: Read, district: string, month: string) {
  const { rows } =
    await sql<Row>`select s.merchant_id as "merchantId", m.name, m.name_en as "nameEn", s.unit, s.redemptions, s.amount, s.fen, s.paid_at as "paidAt"
    from points.settlement s join points.merchant m on m.district = s.district and m.id = s.merchant_id
    where s.district = ${district} and s.month = ${`${month}-01`}::date order by m.name, s.unit`.execute(db as never);
  return rows.map(({ name, nameEn, paidAt, ...row }) => ({ ...row, merchant: { zh: name, en: nameEn }, paidAt: paidAt?.toISOString() ?? null }));
}

export const listSettlementsQuery = ({ db, district }: Reading, { month }: { month: string }) => read(db, district, month);

/** Draws up a month, again for what came in late as long as it is not paid; each redemption is in one settlement. */
export async function draftSettlementsCommand({ tx, district, now, note }: Writing<Actor>, { month }: { month: string }) {
  if (dayHere(now).slice(0, 7) <= month) refuse(monthNotOver);
  const first = `${month}-01`;
  await sql`
    with due as (
      update points.redemption r set settled_month = ${first}::date from points.good g
      where r.district = ${district} and r.state = 'handedOut' and r.settled_month is null and r.ended_at at time zone 'Asia/Shanghai' < ${first}::date + interval '1 month'
        and g.district = r.district and g.id = r.good_id
        and not exists (select from points.settlement s where s.district = r.district and s.merchant_id = g.merchant_id and s.month = ${first}::date and s.unit = g.unit and s.paid_at is not null)
      returning g.merchant_id, g.unit, r.price, r.settle_fen
    ) insert into points.settlement (district, merchant_id, month, unit, redemptions, amount, fen)
      select ${district}, merchant_id, ${first}::date, unit, count(*), sum(price), sum(settle_fen) from due group by merchant_id, unit
    on conflict (district, merchant_id, month, unit) do update
      set redemptions = settlement.redemptions + excluded.redemptions, amount = settlement.amount + excluded.amount, fen = settlement.fen + excluded.fen`.execute(
    tx,
  );
  note({ object: month });
  return read(tx, district, month);
}

/** Records the payments: the points that the merchants took are done with. */
export async function paySettlementsCommand(context: Writing<Actor>, { month, reference }: { month: string; reference: string }) {
  const { tx, district, now, note } = context;
  const paid = await tx
    .updateTable('points.settlement')
    .set({ paidAt: now, reference })
    .where('district', '=', district)
    .where('month', '=', `${month}-01`)
    .where('paidAt', 'is', null)
    .returning(['merchantId', 'unit', 'amount', 'fen'])
    .execute();
  for (const { merchantId, unit, amount } of paid) {
    const [debitId, creditId] = [await incomeOf(context, merchantId, unit as PointUnit), await unitAccount(context, unit as PointUnit, 'redeemed')];
    await postTransfers(context, [{ id: legId(merchantId, `settled-${month}-${unit}`), kind: 'points.settled', debitId, creditId, amount, reference }]);
  }
  note({ object: month, detail: { reference, paid: paid.length } });
  return { paid: paid.length, fen: paid.reduce((sum, { fen }) => sum + fen, 0) };
}
