import { sql } from 'kysely';
import type { Read } from '../../platform/database.ts';
import { type Column, matchColumns, RowReader } from '../../platform/files/columns.ts';
import { FileFault, type Issue, type Note, type Row } from '../../platform/files/fault.ts';
import { type Checked, type Importer, type Incoming, type Loading, statedSystem } from '../../platform/files/importer.ts';
import { readTable } from '../../platform/files/table.ts';
import { newId } from '../../platform/id.ts';
import { searchText } from '../../platform/search.ts';
import { type Locate, listCommunities, locator } from '../areas/index.ts';
import { usualHours } from './edit-place.ts';
import { placesImported } from './events.ts';
import { listKnownFunctions } from './functions/catalogue.ts';

type PlaceRow = {
  externalId: string;
  kind: 'complex' | 'facility';
  name: string;
  areaCode: string;
  address: string | null;
  phone: string | null;
  lon: number;
  lat: number;
  functions: string[];
  buildingArea: number | null;
  usableArea: number | null;
  capacity: number | null;
  openedOn: string | null;
};

type Plan = { places: PlaceRow[]; has: string[] };

const columns: Column[] = [
  {
    name: 'externalId',
    aliases: ['id', '编号', '编码', '设施编号'],
    required: true,
    zh: '您系统里的编号，同一编号再次导入即更新',
    en: 'your own number; the same number again updates',
  },
  { name: 'name', aliases: ['名称', '设施名称'], required: true, zh: '名称', en: 'name' },
  { name: 'lon', aliases: ['经度', 'lng', 'longitude', 'x'], required: true, zh: '经度', en: 'longitude' },
  { name: 'lat', aliases: ['纬度', 'latitude', 'y'], required: true, zh: '纬度', en: 'latitude' },
  {
    name: 'functions',
    aliases: ['功能', '功能代码', 'function', '类型', 'kind'],
    required: true,
    zh: '功能代码或名称，多个用 ; 分开',
    en: 'function codes or names, separated by ;',
  },
  {
    name: 'areaCode',
    aliases: ['社区代码', '区划代码'],
    required: false,
    zh: '所在社区的 12 位代码；不填则按位置判断',
    en: '12-digit community code; found by position when empty',
  },
  { name: 'isComplex', aliases: ['是否综合体', '综合体'], required: false, zh: '是/否', en: 'yes/no' },
  { name: 'address', aliases: ['地址'], required: false, zh: '地址', en: 'address' },
  { name: 'phone', aliases: ['电话', '联系电话'], required: false, zh: '电话', en: 'phone' },
  { name: 'buildingArea', aliases: ['建筑面积'], required: false, zh: '建筑面积 (㎡)', en: 'building area (㎡)' },
  { name: 'usableArea', aliases: ['可用面积', '使用面积'], required: false, zh: '可用面积 (㎡)', en: 'usable area (㎡)' },
  { name: 'capacity', aliases: ['容量', '床位', '托位', '座位'], required: false, zh: '容量', en: 'capacity' },
  { name: 'openedOn', aliases: ['启用日期', '开放日期'], required: false, zh: '启用日期', en: 'opening day' },
];

const yesNo = { 是: 'yes', 否: 'no', yes: 'yes', no: 'no', true: 'yes', false: 'no', '1': 'yes', '0': 'no' } as const;

type Known = { code: string; areaCode: string | null };
type Lookup = { functions: Map<string, Known>; communityAt: Locate; paths: Map<string, string> };

async function prepare(db: Read, district: string): Promise<Lookup> {
  const functions = (await listKnownFunctions(db, district)).filter((entry) => !entry.retired);
  const areas = await listCommunities(db, district);
  return {
    functions: new Map(
      functions.flatMap((entry) => [
        [entry.code, entry],
        [entry.name, entry],
      ]),
    ),
    communityAt: locator(areas),
    paths: new Map(areas.map((area) => [area.code, area.path])),
  };
}

function readFunctions(reader: RowReader, lookup: Lookup, areaCode: string | null): string[] {
  const named = reader
    .raw('functions')
    .split(/[;；、|]/)
    .map((name) => name.trim())
    .filter(Boolean);
  if (named.length === 0) reader.issue('functions', '不能为空', 'must not be empty');
  const above = areaCode === null ? [] : (lookup.paths.get(areaCode) ?? '').split('/');
  return [...new Set(named)].flatMap((name) => {
    const known = lookup.functions.get(name) ?? lookup.functions.get(name.toUpperCase());
    if (known && (known.areaCode === null || areaCode === null || above.includes(known.areaCode))) return [known.code];
    if (known)
      reader.issue('functions', `“${name}”是 ${known.areaCode} 的特色功能，这里不能选`, `“${name}” was added by ${known.areaCode} and cannot be chosen here`);
    else reader.issue('functions', `功能清单里没有“${name}”`, `the catalogue has no function “${name}”`);
    return [];
  });
}

function readRow(row: Row, of: Map<string, string>, file: Incoming, lookup: Lookup): { place: PlaceRow | null; issues: Issue[] } {
  const reader = new RowReader(row, of);
  const externalId = reader.text('externalId', { required: true, max: 80 });
  const name = reader.text('name', { required: true, max: 80 });
  const at = reader.position(statedSystem(file));
  const stated = reader.raw('areaCode');
  if (stated !== '' && !lookup.paths.has(stated)) reader.issue('areaCode', `本区没有社区 ${stated}`, `this district has no community ${stated}`);
  const areaCode = stated !== '' ? stated : at ? lookup.communityAt(...at) : null;
  if (at && areaCode === null)
    reader.issue('lon', '位置不在本区任何社区之内；请核对坐标和坐标系', 'lies in no community of this district; check the position and its coordinate system');
  const functions = readFunctions(reader, lookup, areaCode);
  const place = {
    externalId,
    name,
    areaCode,
    kind: reader.choice('isComplex', yesNo) === 'yes' ? ('complex' as const) : ('facility' as const),
    address: reader.text('address'),
    phone: reader.text('phone', { max: 40 }),
    functions,
    buildingArea: reader.number('buildingArea', { min: 0.1, max: 1_000_000 }),
    usableArea: reader.number('usableArea', { min: 0.1, max: 1_000_000 }),
    capacity: reader.number('capacity', { min: 0, max: 1_000_000, integer: true }),
    openedOn: reader.day('openedOn'),
  };
  if (place.buildingArea !== null && place.usableArea !== null && place.usableArea > place.buildingArea) {
    reader.issue('usableArea', '可用面积大于建筑面积', 'is larger than the building area');
  }
  if (reader.issues.length > 0 || externalId === null || name === null || areaCode === null || !at) return { place: null, issues: reader.issues };
  return { place: { ...place, externalId, name, areaCode, lon: at[0], lat: at[1] }, issues: [] };
}

async function check(db: Read, file: Incoming, progress: (share: number, step: string) => Promise<void>): Promise<Checked<Plan>> {
  statedSystem(file);
  const table = await readTable(file.name, file.bytes);
  const { of, ignored } = matchColumns(table, columns);
  const lookup = await prepare(db, file.district);
  if (lookup.functions.size === 0) throw new FileFault('no-catalogue', { zh: '还没有功能清单', en: 'No catalogue of functions is loaded' });
  const issues = [...table.issues];
  const good = new Map<string, { place: PlaceRow; row: number }>();
  for (const [i, row] of table.rows.entries()) {
    const { place, issues: found } = readRow(row, of, file, lookup);
    issues.push(...found);
    const twin = place && good.get(place.externalId);
    if (twin)
      issues.push({
        row: row.row,
        column: of.get('externalId')!,
        value: place.externalId,
        zh: `与第 ${twin.row} 行的编号重复`,
        en: `repeats the id of row ${twin.row}`,
      });
    else if (place) good.set(place.externalId, { place, row: row.row });
    if (i % 2000 === 0) await progress(i / table.rows.length, `${i} / ${table.rows.length}`);
  }
  const plan = [...good.values()].map(({ place }) => place);
  const known = await db.selectFrom('places.place').select('externalId').where('district', '=', file.district).where('externalId', 'is not', null).execute();
  const knownIds = new Set(known.map((row) => row.externalId));
  const notes: Note[] = [...table.notes];
  if (ignored.length > 0) notes.push({ zh: `没有用到的列：${ignored.join('、')}`, en: `Columns not used: ${ignored.join(', ')}` });
  const changed = plan.filter((place) => knownIds.has(place.externalId)).length;
  const summary = { new: plan.length - changed, changed };
  return {
    rowsTotal: table.rows.length + table.issues.length,
    rowsGood: plan.length,
    issues,
    notes,
    summary,
    plan: { places: plan, has: [...of.keys()] },
  };
}

/** What a second import may change: the columns its file has. The functions of a complex with rooms follow its rooms. */
const updatable = ['address', 'phone', 'buildingArea', 'usableArea', 'capacity', 'openedOn'] as const;

async function load({ tx, district, now, progress }: Loading, { places: plan, has }: Plan, file: Incoming) {
  const batch = 500;
  for (let i = 0; i < plan.length; i += batch) {
    const rows = plan.slice(i, i + batch).map((place) => ({
      ...place,
      district,
      id: newId(now.getTime()),
      search: searchText(place.name),
      sourceCrs: file.crs ?? 'WGS-84',
      hours: JSON.stringify(usualHours),
      invented: file.invented,
      updatedAt: now,
    }));
    await tx
      .insertInto('places.place')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['district', 'externalId']).doUpdateSet((eb) => ({
          name: eb.ref('excluded.name'),
          search: eb.ref('excluded.search'),
          areaCode: eb.ref('excluded.areaCode'),
          lon: eb.ref('excluded.lon'),
          lat: eb.ref('excluded.lat'),
          sourceCrs: eb.ref('excluded.sourceCrs'),
          functions: sql<string[]>`case when place.kind = 'complex' then place.functions else excluded.functions end`,
          ...Object.fromEntries(updatable.filter((column) => has.includes(column)).map((column) => [column, eb.ref(`excluded.${column}`)])),
          updatedAt: eb.ref('excluded.updatedAt'),
          revision: sql<number>`place.revision + 1`,
        })),
      )
      .execute();
    await progress(i / plan.length, `${i} / ${plan.length}`);
  }
  return { event: placesImported, subject: district, summary: { loaded: plan.length } };
}

export const facilitiesImporter: Importer<Plan> = { kind: 'facilities', check, load };
