import type { Read } from '../../platform/database.ts';
import { type Column, matchColumns, RowReader } from '../../platform/files/columns.ts';
import type { Issue, Note, Row } from '../../platform/files/fault.ts';
import { type Checked, type Importer, type Incoming, type Loading, statedSystem } from '../../platform/files/importer.ts';
import { readTable } from '../../platform/files/table.ts';
import { newId } from '../../platform/id.ts';
import { type Locate, listCommunities, locator } from '../areas/index.ts';
import { populationImported } from './events.ts';

type Cell = {
  id: string;
  name: string | null;
  areaCode: string | null;
  lon: number;
  lat: number;
  people: number;
  households: number | null;
  bands: number[] | null;
};
type Plan = { cells: Cell[]; kind: 'points' | 'communities' };

const bandColumns = ['0-6', '7-17', '18-34', '35-59', '60-79', '80+'];
const columns: Column[] = [
  { name: 'id', aliases: ['编号', '单元', 'cell', 'gridId'], required: false, zh: '编号', en: 'id' },
  { name: 'name', aliases: ['名称', '小区'], required: false, zh: '名称', en: 'name' },
  { name: 'lon', aliases: ['经度', 'lng', 'longitude', 'x'], required: false, zh: '经度', en: 'longitude' },
  { name: 'lat', aliases: ['纬度', 'latitude', 'y'], required: false, zh: '纬度', en: 'latitude' },
  { name: 'areaCode', aliases: ['社区代码', '区划代码', 'code'], required: false, zh: '社区代码', en: 'community code' },
  { name: 'people', aliases: ['population', 'pop', '人口', '常住人口'], required: true, zh: '人口', en: 'people' },
  { name: 'households', aliases: ['户数', '家庭户'], required: false, zh: '户数', en: 'households' },
  ...bandColumns.map((band) => ({
    name: band,
    aliases: [`${band}岁`, `age${band}`, `age_${band}`],
    required: false,
    zh: `${band} 岁人数`,
    en: `people aged ${band}`,
  })),
];

type Community = { code: string; centreLon: number | null; centreLat: number | null };
type Lookup = { communities: Map<string, Community>; communityAt: Locate };

function readBands(reader: RowReader, of: Map<string, string>, people: number | null): number[] | null {
  if (!bandColumns.every((band) => of.has(band))) return null;
  const bands = bandColumns.map((band) => reader.number(band, { min: 0, max: 10_000_000, integer: true }) ?? 0);
  const sum = bands.reduce((a, b) => a + b, 0);
  if (people !== null && sum !== people)
    reader.issue('people', `各年龄段合计 ${sum}，与人口 ${people} 不符`, `the age bands add up to ${sum}, not to ${people}`);
  return bands;
}

function readRow(row: Row, of: Map<string, string>, file: Incoming, { communities, communityAt }: Lookup): { cell: Cell | null; issues: Issue[] } {
  const reader = new RowReader(row, of);
  const people = reader.number('people', { required: true, min: 0, max: 10_000_000, integer: true });
  const code = reader.raw('areaCode') || null;
  const community = code === null ? undefined : communities.get(code);
  if (code !== null && !community) reader.issue('areaCode', `本区没有社区 ${code}`, `this district has no community ${code}`);
  let at: [number, number] | null = null;
  if (of.has('lon') && of.has('lat')) at = reader.position(statedSystem(file));
  else if (community && community.centreLon !== null && community.centreLat !== null) at = [community.centreLon, community.centreLat];
  else if (community) reader.issue('areaCode', '这个社区还没有边界，请先导入区划', 'this community has no boundary yet; import the areas first');
  const cell = {
    id: reader.text('id', { max: 60 }) ?? (of.has('lon') ? null : code) ?? String(row.row),
    name: reader.text('name', { max: 80 }),
    households: reader.number('households', { min: 0, max: 10_000_000, integer: true }),
    bands: readBands(reader, of, people),
  };
  if (reader.issues.length > 0 || people === null || !at) return { cell: null, issues: reader.issues };
  return { cell: { ...cell, people, lon: at[0], lat: at[1], areaCode: code ?? communityAt(...at) }, issues: [] };
}

async function check(db: Read, file: Incoming, progress: (share: number, step: string) => Promise<void>): Promise<Checked<Plan>> {
  const table = await readTable(file.name, file.bytes);
  const { of, ignored } = matchColumns(table, columns);
  const isLocated = of.has('lon') && of.has('lat');
  if (isLocated) statedSystem(file);
  else
    matchColumns(
      table,
      columns.map((column) => (column.name === 'areaCode' ? { ...column, required: true } : column)),
    );
  const areas = await listCommunities(db, file.district);
  const lookup = { communities: new Map(areas.map((area) => [area.code, area])), communityAt: locator(areas) };
  const issues = [...table.issues];
  const good = new Map<string, { cell: Cell; row: number }>();
  for (const [i, row] of table.rows.entries()) {
    const { cell, issues: found } = readRow(row, of, file, lookup);
    issues.push(...found);
    const twin = cell && good.get(cell.id);
    if (twin)
      issues.push({
        row: row.row,
        column: of.get('id') ?? 'id',
        value: cell.id,
        zh: `与第 ${twin.row} 行的编号重复`,
        en: `repeats the id of row ${twin.row}`,
      });
    else if (cell) good.set(cell.id, { cell, row: row.row });
    if (i % 5000 === 0) await progress(i / table.rows.length, `${i} / ${table.rows.length}`);
  }
  const cells = [...good.values()].map(({ cell }) => cell);
  const notes: Note[] = [...table.notes];
  if (ignored.length > 0) notes.push({ zh: `没有用到的列：${ignored.join('、')}`, en: `Columns not used: ${ignored.join(', ')}` });
  const homeless = cells.filter((cell) => cell.areaCode === null).length;
  if (homeless > 0)
    notes.push({
      zh: `${homeless} 个单元不在本区任何社区之内，只计入合计`,
      en: `${homeless} cells lie in no community of this district; they count in the total only`,
    });
  return {
    rowsTotal: table.rows.length + table.issues.length,
    rowsGood: cells.length,
    issues,
    notes,
    summary: { cells: cells.length, people: cells.reduce((sum, cell) => sum + cell.people, 0) },
    plan: { cells, kind: isLocated ? 'points' : 'communities' },
  };
}

async function load({ tx, district, now, progress }: Loading, { cells, kind }: Plan, file: Incoming) {
  const id = newId(now.getTime());
  const { title, source, asOf, invented } = file;
  await tx.updateTable('planning.population').set({ current: false }).where('district', '=', district).where('current', '=', true).execute();
  await tx.insertInto('planning.population').values({ district, id, title, source, asOf, kind, invented, current: true, importedAt: now }).execute();
  const batch = 2000;
  for (let i = 0; i < cells.length; i += batch) {
    await tx
      .insertInto('planning.populationCell')
      .values(cells.slice(i, i + batch).map((cell) => ({ ...cell, district, populationId: id })))
      .execute();
    await progress(i / cells.length, `${i} / ${cells.length}`);
  }
  return { event: populationImported, subject: id, summary: { cells: cells.length } };
}

export const populationImporter: Importer<Plan> = { kind: 'population', check, load };
