import { sql } from 'kysely';
import type { Whereabouts } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Reading } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import { noSuchArea } from './contract.ts';

export async function findArea(db: Read, code: string) {
  return db
    .selectFrom('areas.area')
    .select(['code', 'level', 'name', 'path', 'parentCode', 'validFrom', 'validTo', 'centreLon', 'centreLat'])
    .where('code', '=', code)
    .executeTakeFirst();
}

/** The code of every level above and of itself, for access rules. */
export async function areaWhereabouts(db: Read, code: string): Promise<Whereabouts | undefined> {
  const area = await findArea(db, code);
  return area && { areaPath: area.path };
}

/** An area that does not exist lies nowhere: nobody holds a role there. */
export const nowhere: Whereabouts = { areaPath: '' };

/** The codes of an area and everything below it, as a subquery; nothing for a code that does not exist. */
export const codesBelow = (code: string) =>
  sql<string>`(select below.code from areas.area below join areas.area top on below.path = top.path or starts_with(below.path, top.path || '/') where top.code = ${code})`;

export const areaByCode = (db: Read, _district: string, input: { code: string }) => areaWhereabouts(db, input.code);

/** The smallest area that holds all of them: who may decide on all, may decide on each. */
export async function commonWhereabouts(db: Read, codes: string[]): Promise<Whereabouts | undefined> {
  const rows = await db.selectFrom('areas.area').select('path').where('code', 'in', codes).execute();
  if (rows.length === 0) return undefined;
  const split = rows.map((row) => row.path.split('/'));
  const shared = split[0]!.filter((code, i) => split.every((path) => path[i] === code));
  return { areaPath: shared.join('/') };
}

export async function listAreasQuery({ db, district, now }: Reading, { within, on }: { within?: string; on?: string }) {
  const root = (await findArea(db, within ?? district)) ?? refuse(noSuchArea);
  const day = on ?? dayHere(now);
  const rows = await db
    .selectFrom('areas.area as area')
    .select(['code', 'level', 'name', 'parentCode', 'validFrom', 'validTo', 'centreLon', 'centreLat', 'invented'])
    .select((eb) =>
      eb
        .selectFrom('areas.areaType')
        .select(sql<string[]>`coalesce(array_agg(type_code order by type_code), '{}')`.as('types'))
        .whereRef('areaCode', '=', 'area.code')
        .where('validFrom', '<=', day)
        .where((x) => x.or([x('validTo', 'is', null), x('validTo', '>', day)]))
        .as('types'),
    )
    .where((eb) => eb.or([eb('path', '=', root.path), eb('path', 'like', `${root.path}/%`)]))
    .where('validFrom', '<=', day)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', day)]))
    .orderBy('path')
    .limit(20_000)
    .execute();
  const names = await namesOn(db, day);
  return rows.map(({ centreLon, centreLat, types, level, ...area }) => ({
    ...area,
    level: level as 'community',
    name: names.get(area.code) ?? area.name,
    types: types ?? [],
    centre: centreLon === null || centreLat === null ? null : ([centreLon, centreLat] as [number, number]),
  }));
}

/** What areas renamed since a day were called on it. */
async function namesOn(db: Read, day: string): Promise<Map<string, string>> {
  const later = await db
    .selectFrom('areas.areaChange')
    .select(['fromCodes', 'oldName'])
    .where('kind', '=', 'rename')
    .where('effectiveOn', '>', day)
    .orderBy('effectiveOn', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return new Map(later.map((change) => [change.fromCodes[0]!, change.oldName!]));
}

export const changeView = ['id', 'kind', 'effectiveOn', 'fromCodes', 'toCodes', 'oldName', 'newName', 'basis'] as const;

export async function listAreaChangesQuery({ db, district }: Reading, { within }: { within?: string }) {
  const rows = await db
    .selectFrom('areas.areaChange')
    .select(changeView)
    .where(sql<boolean>`from_codes || to_codes && array${codesBelow(within ?? district)}`)
    .orderBy('effectiveOn', 'desc')
    .limit(500)
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as 'rename' }));
}

export async function listCommunityTypesQuery({ db }: Reading) {
  return db.selectFrom('areas.communityType').select(['code', 'name', 'nameEn']).orderBy('code').execute();
}

export const serviceAreaView = ['id', 'name', 'communities', 'validFrom', 'validTo'] as const;

export async function listServiceAreasQuery({ db, district }: Reading) {
  return db.selectFrom('areas.serviceArea').select(serviceAreaView).where('district', '=', district).orderBy('name').limit(2000).execute();
}
