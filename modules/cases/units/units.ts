import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { noSuchUnit } from '../contract.ts';
import { unitsOf } from './who.ts';

export type UnitClass = 'bureau' | 'subdistrict' | 'community' | 'operator' | 'utility';
export type Post = 'head' | 'a' | 'b';

export async function listUnitsQuery({ db, district, actor }: Reading<Actor>) {
  const own = new Set((await unitsOf(db, district, actor.id)).map((unit) => unit.unitId));
  const rows = await db
    .selectFrom('cases.unit')
    .select(['id', 'name', 'nameEn', 'class', 'areaCode', 'organisationId'])
    .where('district', '=', district)
    .where('endedOn', 'is', null)
    .orderBy('class')
    .orderBy('name')
    .execute();
  return rows.map(({ name, nameEn, class: kind, ...row }) => ({ ...row, name: { zh: name, en: nameEn }, class: kind as UnitClass, isMine: own.has(row.id) }));
}

export type NewUnit = { name: string; nameEn: string; class: UnitClass; areaCode: string; organisationId: string | null; supervisedBy: string | null };
export async function addUnitCommand({ tx, district, now, note }: Writing<Actor>, fields: NewUnit) {
  const id = newId(now.getTime());
  await tx
    .insertInto('cases.unit')
    .values({ ...fields, district, id })
    .execute();
  note({ object: id, areaCode: fields.areaCode, detail: { name: fields.name } });
  return { id };
}

async function findUnit(db: Reading['db'], district: string, id: string) {
  return db.selectFrom('cases.unit').select(['id', 'areaCode']).where('district', '=', district).where('id', '=', id).executeTakeFirst();
}

export async function listMembersQuery({ db, district }: Reading<Actor>, { id }: { id: string }) {
  if (!(await findUnit(db, district, id))) refuse(noSuchUnit);
  const rows = await db
    .selectFrom('cases.member as m')
    .innerJoin('identity.account as a', (join) => join.onRef('a.district', '=', 'm.district').onRef('a.id', '=', 'm.accountId'))
    .select(['m.accountId', 'm.post', 'a.name'])
    .where('m.district', '=', district)
    .where('m.unitId', '=', id)
    .orderBy('m.post')
    .orderBy('a.name')
    .execute();
  return rows.map((row) => ({ ...row, name: row.name, post: row.post as Post }));
}

export async function setMemberCommand({ tx, district, note }: Writing<Actor>, { id, accountId, post }: { id: string; accountId: string; post: Post | null }) {
  const unit = (await findUnit(tx, district, id)) ?? refuse(noSuchUnit);
  if (post === null) {
    await tx.deleteFrom('cases.member').where('district', '=', district).where('unitId', '=', id).where('accountId', '=', accountId).execute();
  } else {
    await tx
      .insertInto('cases.member')
      .values({ district, unitId: id, accountId, post })
      .onConflict((conflict) => conflict.columns(['district', 'unitId', 'accountId']).doUpdateSet({ post }))
      .execute();
  }
  note({ object: id, areaCode: unit.areaCode, detail: { accountId, post } });
  return { id };
}
