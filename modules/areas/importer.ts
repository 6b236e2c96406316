import { toWgs84 } from '../../engines/reach/coordinates.ts';
import type { Read } from '../../platform/database.ts';
import { type Column, matchColumns, RowReader } from '../../platform/files/columns.ts';
import type { Geometry, Issue, Note, Row } from '../../platform/files/fault.ts';
import { type Checked, type Importer, type Incoming, type Loading, statedSystem } from '../../platform/files/importer.ts';
import { readTable } from '../../platform/files/table.ts';
import { searchText } from '../../platform/search.ts';
import { areasImported } from './events.ts';

type MultiPolygon = [number, number][][][];
type AreaRow = {
  code: string;
  name: string;
  level: string;
  parentCode: string | null;
  boundary: MultiPolygon | null;
  centre: [number, number] | null;
  urbanRuralClass: string | null;
};

const columns: Column[] = [
  {
    name: 'code',
    aliases: ['区划代码', '代码', '统计用区划代码'],
    required: true,
    zh: '6、9 或 12 位区划代码',
    en: 'division code of 6, 9 or 12 digits',
  },
  { name: 'name', aliases: ['名称', '区划名称'], required: true, zh: '名称', en: 'name' },
  {
    name: 'parentCode',
    aliases: ['上级代码', 'streetCode', 'areaCode', 'parent'],
    required: false,
    zh: '上级代码',
    en: 'code of the parent',
  },
  {
    name: 'urbanRuralClass',
    aliases: ['城乡分类代码', '城乡分类'],
    required: false,
    zh: '城乡分类代码',
    en: 'urban-rural class',
  },
];

const levelOf = (code: string) =>
  code.length === 12 ? 'community' : code.length === 9 ? 'subdistrict' : code.endsWith('0000') ? 'province' : code.endsWith('00') ? 'city' : 'district';

function parentOf(code: string): string | null {
  if (code.length === 12) return code.slice(0, 9);
  if (code.length === 9) return code.slice(0, 6);
  if (code.endsWith('0000')) return null;
  return code.endsWith('00') ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`;
}

/** 12-digit statistical codes of upper levels end in zeros: 330105000000 is the district 330105. */
const shortened = (code: string) =>
  code.length === 12 && code.endsWith('000000') ? code.slice(0, 6) : code.length === 12 && code.endsWith('000') ? code.slice(0, 9) : code;

function polygonsOf(geometry: Geometry | undefined): MultiPolygon | null {
  if (geometry?.type === 'Polygon') return [geometry.coordinates];
  return geometry?.type === 'MultiPolygon' ? geometry.coordinates : null;
}

/** The middle of the largest ring by its own area; good enough to place a label. */
export function centreOf(boundary: MultiPolygon): [number, number] {
  let best: [number, number] = boundary[0]![0]![0]!;
  let largest = -1;
  for (const [ring] of boundary) {
    let twice = 0;
    let x = 0;
    let y = 0;
    const [ox, oy] = ring![0]!;
    for (let i = 0; i + 1 < ring!.length; i++) {
      const [ax, ay] = [ring![i]![0] - ox, ring![i]![1] - oy];
      const [bx, by] = [ring![i + 1]![0] - ox, ring![i + 1]![1] - oy];
      const cross = ax * by - bx * ay;
      twice += cross;
      x += (ax + bx) * cross;
      y += (ay + by) * cross;
    }
    if (Math.abs(twice) > largest && twice !== 0) {
      largest = Math.abs(twice);
      best = [ox + x / (3 * twice), oy + y / (3 * twice)];
    }
  }
  return best;
}

function readRow(row: Row, of: Map<string, string>, file: Incoming): { area: AreaRow | null; issues: Issue[] } {
  const reader = new RowReader(row, of);
  const code = shortened(reader.raw('code'));
  if (!/^\d{6}(\d{3}(\d{3})?)?$/.test(code)) reader.issue('code', '区划代码应为 6、9 或 12 位数字', 'must be a division code of 6, 9 or 12 digits');
  const own = file.district.replace(/(00)+$/, '');
  const isAbove = file.district.startsWith(code.replace(/(00)+$/, '')) && code.endsWith('00');
  if (!code.startsWith(own) && !isAbove) reader.issue('code', `不在 ${file.district} 之内`, `lies outside ${file.district}`);
  const name = reader.text('name', { required: true, max: 60 });
  const stated = shortened(reader.raw('parentCode'));
  const parentCode = stated !== '' ? stated : parentOf(code);
  if (parentCode === code) reader.issue('parentCode', '上级不能是自己', 'names itself as its parent');
  if (parentCode !== null && !code.startsWith(parentCode.replace(/(00)+$/, ''))) {
    reader.issue('parentCode', `${code} 不在 ${parentCode} 之下`, `${code} does not lie below ${parentCode}`);
  }
  let boundary = polygonsOf(row.geometry);
  if (boundary) {
    const crs = statedSystem(file);
    const flat = boundary.flat(2);
    if (flat.some(([x, y]) => Math.abs(x) > 180 || Math.abs(y) > 90))
      reader.issue('geometry', '坐标超出经纬度范围', 'has coordinates outside the degrees of the Earth');
    if (boundary.some((polygon) => polygon.length === 0)) reader.issue('geometry', '有一个多边形是空的', 'has an empty polygon');
    boundary = boundary.map((polygon) => polygon.map((ring) => ring.map(([x, y]) => toWgs84(x, y, crs))));
    if (boundary.some((polygon) => polygon.some((ring) => ring.length < 4)))
      reader.issue('geometry', '边界的环至少要有 4 个点', 'has a ring with fewer than 4 points');
  }
  if (reader.issues.length > 0 || name === null) return { area: null, issues: reader.issues };
  return {
    area: {
      code,
      name,
      level: levelOf(code),
      parentCode,
      boundary,
      centre: boundary && boundary.length > 0 ? centreOf(boundary) : null,
      urbanRuralClass: reader.text('urbanRuralClass', { max: 3 }),
    },
    issues: reader.issues,
  };
}

async function check(db: Read, file: Incoming): Promise<Checked<AreaRow[]>> {
  const table = await readTable(file.name, file.bytes);
  const { of, ignored } = matchColumns(table, columns);
  const issues = [...table.issues];
  const good = new Map<string, { area: AreaRow; row: number }>();
  for (const row of table.rows) {
    const { area, issues: found } = readRow(row, of, file);
    issues.push(...found);
    if (!area) continue;
    const twin = good.get(area.code);
    if (twin)
      issues.push({
        row: row.row,
        column: 'code',
        value: area.code,
        zh: `与第 ${twin.row} 行的代码重复`,
        en: `repeats the code of row ${twin.row}`,
      });
    else good.set(area.code, { area, row: row.row });
  }
  const known = new Set((await db.selectFrom('areas.area').select('code').where('validTo', 'is', null).execute()).map((area) => area.code));
  for (let again = true; again; ) {
    again = false;
    for (const [code, { area, row }] of good) {
      if (area.parentCode !== null && !known.has(area.parentCode) && !good.has(area.parentCode)) {
        issues.push({
          row,
          column: 'parentCode',
          value: area.parentCode,
          zh: `没有上级 ${area.parentCode}`,
          en: `there is no parent ${area.parentCode}; load it first or add it to the file`,
        });
        good.delete(code);
        again = true;
      }
    }
  }
  const notes: Note[] = [...table.notes];
  if (ignored.length > 0) notes.push({ zh: `没有用到的列：${ignored.join('、')}`, en: `Columns not used: ${ignored.join(', ')}` });
  const plan = [...good.values()].map(({ area }) => area).sort((a, b) => a.code.length - b.code.length || a.code.localeCompare(b.code));
  return {
    rowsTotal: table.rows.length + table.issues.length,
    rowsGood: plan.length,
    issues,
    notes,
    summary: {
      new: plan.filter((area) => !known.has(area.code)).length,
      changed: plan.filter((area) => known.has(area.code)).length,
    },
    plan,
  };
}

async function load({ tx, now, progress }: Loading, plan: AreaRow[], file: Incoming) {
  const paths = new Map((await tx.selectFrom('areas.area').select(['code', 'path']).execute()).map((area) => [area.code, area.path]));
  for (const [i, area] of plan.entries()) {
    const path = area.parentCode === null ? area.code : `${paths.get(area.parentCode)}/${area.code}`;
    paths.set(area.code, path);
    const row = {
      name: area.name,
      search: searchText(area.name),
      boundary: area.boundary === null ? null : JSON.stringify(area.boundary),
      centreLon: area.centre?.[0] ?? null,
      centreLat: area.centre?.[1] ?? null,
      urbanRuralClass: area.urbanRuralClass,
      source: file.source,
      invented: file.invented,
    };
    await tx
      .insertInto('areas.area')
      .values({ code: area.code, level: area.level, parentCode: area.parentCode, path, validFrom: file.asOf, ...row })
      .onConflict((conflict) => conflict.column('code').doUpdateSet(area.boundary ? row : { name: row.name, search: row.search }))
      .execute();
    if (i % 50 === 0) await progress(i / plan.length, `${i} / ${plan.length}`);
  }
  return { event: areasImported, subject: file.district, summary: { loaded: plan.length, at: now.toISOString() } };
}

export const areasImporter: Importer<AreaRow[]> = { kind: 'areas', check, load };
