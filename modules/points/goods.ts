import type { Actor } from '../../platform/access.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { noSuchGood, noSuchMerchant } from './contract.ts';
import type { PointUnit } from './rules.ts';

/** Where a merchant lies and whose it is, for the access rules. */
export async function merchantInput(db: Read, district: string, { id }: { id: string }) {
  const row = await db
    .selectFrom('points.merchant as m')
    .innerJoin('areas.area as a', 'a.code', 'm.areaCode')
    .select(['a.path', 'm.organisationId'])
    .where('m.district', '=', district)
    .where('m.id', '=', id)
    .executeTakeFirst();
  return row && { areaPath: row.path, organisationId: row.organisationId };
}
export async function goodInput(db: Read, district: string, { id }: { id: string }) {
  const row = await db.selectFrom('points.good').select('merchantId').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  return row && merchantInput(db, district, { id: row.merchantId });
}
export async function areaOfInput(db: Read, _: string, { areaCode }: { areaCode: string }) {
  const row = await db.selectFrom('areas.area').select('path').where('code', '=', areaCode).executeTakeFirst();
  return row && { areaPath: row.path };
}

export async function listMerchantsQuery({ db, district }: Reading) {
  const rows = await db
    .selectFrom('points.merchant')
    .select(['id', 'name', 'nameEn', 'areaCode'])
    .where('district', '=', district)
    .where('closedOn', 'is', null)
    .orderBy('name')
    .execute();
  return rows.map(({ name, nameEn, ...row }) => ({ ...row, name: { zh: name, en: nameEn } }));
}

type NewMerchant = { name: string; nameEn: string; areaCode: string; organisationId: string | null };
export async function addMerchantCommand({ tx, district, now, note }: Writing<Actor>, fields: NewMerchant) {
  const id = newId(now.getTime());
  await tx
    .insertInto('points.merchant')
    .values({ ...fields, district, id })
    .execute();
  note({ object: id, areaCode: fields.areaCode });
  return { id };
}

export async function listGoodsQuery({ db, district }: Reading) {
  const rows = await db
    .selectFrom('points.good as g')
    .innerJoin('points.merchant as m', (join) => join.onRef('m.district', '=', 'g.district').onRef('m.id', '=', 'g.merchantId'))
    .select(['g.id', 'g.merchantId', 'm.name', 'm.nameEn', 'g.title', 'g.titleEn', 'g.unit', 'g.price', 'g.perMonth', 'g.available'])
    .where('g.district', '=', district)
    .where('g.closedAt', 'is', null)
    .where('m.closedOn', 'is', null)
    .orderBy('g.price')
    .orderBy('g.title')
    .execute();
  return rows.map(({ name, nameEn, title, titleEn, unit, ...row }) => ({
    ...row,
    unit: unit as PointUnit,
    merchant: { zh: name, en: nameEn },
    title: { zh: title, en: titleEn },
  }));
}

type NewGood = { id: string; title: string; titleEn: string; unit: PointUnit; price: number; settleFen: number; available: number; perMonth: number };
export async function addGoodCommand({ tx, district, now, note }: Writing<Actor>, { id: merchantId, ...fields }: NewGood) {
  const merchant = await tx.selectFrom('points.merchant').select('id').where('district', '=', district).where('id', '=', merchantId).executeTakeFirst();
  if (!merchant) refuse(noSuchMerchant);
  const id = newId(now.getTime());
  await tx
    .insertInto('points.good')
    .values({ ...fields, district, id, merchantId })
    .execute();
  note({ object: id });
  return { id };
}

type Shelf = { id: string; available: number; perMonth: number; isClosed: boolean };
export async function editGoodCommand({ tx, district, now, note }: Writing<Actor>, { id, isClosed, ...fields }: Shelf) {
  const changed = await tx
    .updateTable('points.good')
    .set({ ...fields, closedAt: isClosed ? now : null })
    .where('district', '=', district)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!changed) refuse(noSuchGood);
  note({ object: id, detail: { ...fields, isClosed } });
  return { id };
}
