import type { Reading } from '../../../platform/context.ts';
import type { Read, Write } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import { findArea } from '../../areas/index.ts';
import { noSuchFunction } from '../contract.ts';

/**
 * The functions that a place of the district may choose, catalogue first: its 33, those promoted by the district, and those
 * accepted for an area above `areaCode`. Without `areaCode`, all that have a name to show: those of any area, and retired ones.
 */
export async function listKnownFunctions(db: Read, district: string, areaCode?: string) {
  const path = areaCode === undefined ? [] : ((await findArea(db, areaCode))?.path ?? '').split('/');
  const [catalogue, own] = await Promise.all([
    db.selectFrom('places.serviceFunction').select(['code', 'number', 'class', 'name', 'nameEn', 'serves', 'basic']).orderBy('number').execute(),
    db
      .selectFrom('places.ownFunction')
      .select(['code', 'number', 'name', 'nameEn', 'serves', 'domain', 'areaCode', 'status'])
      .where('district', '=', district)
      .where('status', 'in', areaCode === undefined ? ['accepted', 'promoted', 'retired'] : ['accepted', 'promoted'])
      .$if(areaCode !== undefined, (q) => q.where((eb) => eb.or([eb('status', '=', 'promoted'), eb('areaCode', 'in', path)])))
      .orderBy('number', (order) => order.asc().nullsLast())
      .orderBy('name')
      .execute(),
  ]);
  return [
    ...catalogue.map((row) => ({
      ...row,
      number: row.number as number | null,
      serves: row.serves as 'all',
      domain: null as string | null,
      areaCode: null as string | null,
      retired: false,
    })),
    ...own.map(({ status, ...row }) => ({
      ...row,
      class: '特色',
      nameEn: row.nameEn ?? row.name,
      serves: row.serves as 'all',
      basic: false,
      areaCode: status === 'promoted' ? null : row.areaCode,
      retired: status === 'retired',
    })),
  ];
}

/** Of the functions that a place has, those it takes along to another area: the catalogue's and those of the whole district, retired or not. */
export async function movingAlong(tx: Write, district: string, codes: readonly string[]): Promise<string[]> {
  const own = await tx.selectFrom('places.ownFunction').select('code').where('district', '=', district).where('number', 'is', null).execute();
  return codes.filter((code) => !own.some((row) => row.code === code));
}

/** Refuses codes that a place in the area may not choose; what it has already (`kept`) it keeps, also when retired since. */
export async function checkFunctions(tx: Write, district: string, areaCode: string, codes: readonly string[], kept: readonly string[] = []): Promise<void> {
  const added = codes.filter((code) => !kept.includes(code));
  if (added.length === 0) return;
  const known = new Set((await listKnownFunctions(tx, district, areaCode)).map((row) => row.code));
  const unknown = added.filter((code) => !known.has(code));
  if (unknown.length > 0) refuse(noSuchFunction, { codes: unknown });
}

/** How functions are grouped, by grouping. */
export const listFunctionGroups = (db: Read) =>
  db.selectFrom('places.functionGroup').select(['grouping', 'code', 'name', 'nameEn', 'functions']).orderBy('grouping').orderBy('position').execute();

export async function listFunctionsQuery({ db, district }: Reading, input: { for?: string }) {
  const [functions, groups, set] = await Promise.all([
    listKnownFunctions(db, district, input.for),
    listFunctionGroups(db),
    db
      .selectFrom('platform.referenceData')
      .select(['version', 'status', 'source'])
      .where('kind', '=', 'functions')
      .orderBy('loadedAt', 'desc')
      .executeTakeFirst(),
  ]);
  const added = (group: { grouping: string; code: string }) =>
    group.grouping === 'seven-domains' ? functions.filter((entry) => entry.domain === group.code).map((entry) => entry.code) : [];
  return {
    version: set?.version ?? '-',
    status: set?.status ?? '-',
    source: set?.source ?? '-',
    functions: functions.map(({ domain: _, ...row }) => row),
    groups: groups.map((group) => ({ ...group, functions: [...group.functions, ...added(group)] })),
  };
}
