import type { Actor } from '../../../platform/access.ts';
import { dayHere, minuteHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { noSuchSite, siteShut } from './contract.ts';

export type Sitting = { meal: 'breakfast' | 'lunch' | 'dinner'; from: number; to: number };

/** Where a canteen lies and who runs it, for the access rules. */
export async function siteInput(db: Read, district: string, { id }: { id: string }) {
  const row = await db
    .selectFrom('meals.site as s')
    .innerJoin('areas.area as a', 'a.code', 's.areaCode')
    .select(['a.path', 's.organisationId'])
    .where('s.district', '=', district)
    .where('s.id', '=', id)
    .executeTakeFirst();
  return row && { areaPath: row.path, organisationId: row.organisationId };
}
export async function areaOfInput(db: Read, _: string, { areaCode }: { areaCode: string }) {
  const row = await db.selectFrom('areas.area').select('path').where('code', '=', areaCode).executeTakeFirst();
  return row && { areaPath: row.path };
}

/** Refuses to sell where the canteen is not open or its licence has run out on a day. */
export function siteShutOn({ state, licenceUntil }: { state: string; licenceUntil: string }, day: string): void {
  if (state !== 'open' || licenceUntil < day) refuse(siteShut);
}

export async function listSitesQuery(
  { db, district, now }: Reading,
  find: { areaCode?: string | undefined; placeId?: string | undefined; onPass?: boolean | undefined },
) {
  let query = db.selectFrom('meals.site').selectAll().where('district', '=', district).where('state', '<>', 'closed').orderBy('name').limit(500);
  if (find.areaCode) query = query.where('areaCode', 'like', `${find.areaCode}%`);
  if (find.placeId) query = query.where('placeId', '=', find.placeId);
  if (find.onPass !== undefined) query = query.where('isOnPass', '=', find.onPass);
  const [day, minute] = [dayHere(now), minuteHere(now)];
  return (await query.execute()).map(({ district: _, changedAt: _changed, nameEn, name, sittings, ...site }) => ({
    ...site,
    name: { zh: name, en: nameEn },
    kind: site.kind as 'mealPoint',
    state: site.state as 'open',
    hygieneGrade: site.hygieneGrade as 'A' | null,
    sittings: sittings as Sitting[],
    isServing: site.state === 'open' && site.licenceUntil >= day && (sittings as Sitting[]).some(({ from, to }) => minute >= from && minute < to),
  }));
}

type Fields = {
  licenceNumber: string;
  licenceUntil: string;
  hygieneGrade: string | null;
  seats: number;
  sittings: Sitting[];
  isOnPass: boolean;
  isAllAge: boolean;
};
type NewSite = Fields & {
  kind: string;
  name: string;
  nameEn: string;
  areaCode: string;
  placeId: string | null;
  organisationId: string;
  suppliedBy: string | null;
};
export async function addSiteCommand({ tx, district, now, note }: Writing<Actor>, { sittings, ...fields }: NewSite) {
  const id = newId(now.getTime());
  await tx
    .insertInto('meals.site')
    .values({ ...fields, sittings: JSON.stringify(sittings), district, id, changedAt: now })
    .execute();
  note({ object: id, areaCode: fields.areaCode });
  return { id };
}

export async function editSiteCommand({ tx, district, now, note }: Writing<Actor>, { id, sittings, ...fields }: Fields & { id: string; state: string }) {
  const changed = await tx
    .updateTable('meals.site')
    .set({ ...fields, sittings: JSON.stringify(sittings), changedAt: now })
    .where('district', '=', district)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!changed) refuse(noSuchSite);
  note({ object: id, detail: { state: fields.state } });
  return { id };
}
