import { type CoordinateSystem, isShifted, toWgs84 } from '../../../engines/reach/coordinates.ts';
import { buildNetwork, EmptyNetwork, type Network } from '../../../engines/reach/network.ts';
import type { RawStreets } from '../../../engines/reach/streets.ts';
import { FileFault, type Note, type Table } from '../../../platform/files/fault.ts';
import { statedSystem } from '../../../platform/files/importer.ts';
import { readTable } from '../../../platform/files/table.ts';
import { readStreets } from '../../streets/index.ts';
import dictionary from '../data/facility-kinds.json' with { type: 'json' };

export type NamedFile = { name: string; bytes: Uint8Array };
export type Points = { id: string[]; lon: number[]; lat: number[] };
export type StudyInput = {
  network: Network;
  cells: Points & { people: number[] };
  /** For each kind of facility, where they stand and how many stand there. */
  kinds: { code: string; name: string; nameEn: string; points: Points & { count: number[] } }[];
  notes: Note[];
};

const plain = (name: string) => name.toLowerCase().replaceAll(/[\s_-]/g, '');
const findColumn = (table: Table, names: string[]) => table.columns.find((column) => names.map(plain).includes(plain(column)));
const positionColumns = { lon: ['lon', 'lng', 'longitude', 'x', '经度'], lat: ['lat', 'latitude', 'y', '纬度'] };
const peopleColumns = ['population', 'people', 'pop', '人口', '常住人口'];
const kindColumns = ['kind', 'function', 'type', '类型', '功能'];

const kindOf = (name: string) => dictionary.kinds.find((kind) => kind.columns.map(plain).includes(plain(name)));

type Reading = { file: string; table: Table; lonOf: string; latOf: string };

function positions(
  { file, table, lonOf, latOf }: Reading,
  crs: CoordinateSystem | null,
  notes: Note[],
): { id: string; lon: number; lat: number; cells: Record<string, string> }[] {
  const points: { id: string; lon: number; lat: number; cells: Record<string, string> }[] = [];
  let bad = 0;
  let inChina = false;
  for (const { row, cells } of table.rows) {
    const lon = Number(cells[lonOf] || Number.NaN);
    const lat = Number(cells[latOf] || Number.NaN);
    if (!Number.isFinite(lon) || !Number.isFinite(lat) || Math.abs(lon) > 180 || Math.abs(lat) > 90) bad++;
    else {
      inChina ||= isShifted(lon, lat);
      points.push({ id: cells['id'] || String(row), lon, lat, cells });
    }
  }
  if (bad > 0)
    notes.push({
      zh: `${file}：${bad} 行没有可用的坐标，未计入`,
      en: `${file}: ${bad} rows without a usable position were left out`,
    });
  if (crs) {
    return points.map((point) => {
      const [lon, lat] = toWgs84(point.lon, point.lat, crs);
      return { ...point, lon, lat };
    });
  }
  if (inChina) statedSystem({ crs: null } as never);
  notes.push({
    zh: `${file}：所有点都在中国以外，按 WGS-84 读取`,
    en: `${file}: all points lie outside China, where only WGS-84 is in use; read as WGS-84`,
  });
  return points;
}

function addFacilities(into: Map<string, StudyInput['kinds'][number]>, column: string, at: { id: string; lon: number; lat: number }, count: number): void {
  const kind = kindOf(column) ?? { code: column, name: column, nameEn: column };
  let entry = into.get(kind.code);
  if (!entry) {
    entry = { code: kind.code, name: kind.name, nameEn: kind.nameEn, points: { id: [], lon: [], lat: [], count: [] } };
    into.set(kind.code, entry);
  }
  entry.points.id.push(at.id);
  entry.points.lon.push(at.lon);
  entry.points.lat.push(at.lat);
  entry.points.count.push(count);
}

function build(raw: RawStreets): Network {
  try {
    return buildNetwork(raw);
  } catch (error) {
    if (error instanceof EmptyNetwork) throw new FileFault('no-streets', { zh: '文件里没有可步行的街道', en: error.message });
    throw error;
  }
}

/**
 * Recognises what a set of files holds: one with streets, one with people per point, and facilities either as columns of counts
 * beside the people or as tables with a kind.
 * @throws FileFault when streets, people or facilities are missing
 */
export async function readStudyFiles(files: NamedFile[], crs: CoordinateSystem | null): Promise<StudyInput> {
  const notes: Note[] = [];
  const isStreets = (name: string) => /\.(pbf|osm)$/i.test(name) || /street|road|道路|街道/i.test(name);
  const streets = files.find((file) => isStreets(file.name));
  if (!streets)
    throw new FileFault('study-streets', {
      zh: '没有找到街道文件（.osm.pbf、.osm 或名称含 streets 的 .geojson）',
      en: 'No file with streets was found (.osm.pbf, .osm, or a .geojson with “streets” in its name)',
    });
  const cells: StudyInput['cells'] = { id: [], lon: [], lat: [], people: [] };
  const kinds = new Map<string, StudyInput['kinds'][number]>();
  for (const file of files) {
    if (file === streets || !/\.(csv|xlsx|geojson)$/i.test(file.name)) continue;
    const table = await readTable(file.name, file.bytes);
    const lonOf = findColumn(table, positionColumns.lon);
    const latOf = findColumn(table, positionColumns.lat);
    const peopleOf = findColumn(table, peopleColumns);
    const kindOfRow = findColumn(table, kindColumns);
    if (!lonOf || !latOf || (!peopleOf && !kindOfRow)) {
      notes.push({
        zh: `${file.name}：没有坐标，或既没有人口也没有类型，未使用`,
        en: `${file.name}: has no positions, or neither people nor kinds; not used`,
      });
      continue;
    }
    const counted = peopleOf ? table.columns.filter((column) => kindOf(column)) : [];
    for (const at of positions({ file: file.name, table, lonOf, latOf }, crs, notes)) {
      if (peopleOf) {
        cells.id.push(at.id);
        cells.lon.push(at.lon);
        cells.lat.push(at.lat);
        cells.people.push(Math.max(0, Number(at.cells[peopleOf]) || 0));
        for (const column of counted) if (Number(at.cells[column]) > 0) addFacilities(kinds, column, at, Number(at.cells[column]));
      } else if (at.cells[kindOfRow!]) addFacilities(kinds, at.cells[kindOfRow!]!, at, 1);
    }
    const used = new Set([lonOf, latOf, peopleOf, kindOfRow, 'id', ...counted]);
    const ignored = table.columns.filter((column) => !used.has(column));
    if (ignored.length > 0)
      notes.push({
        zh: `${file.name}：没有用到的列 ${ignored.join('、')}`,
        en: `${file.name}: columns not used: ${ignored.join(', ')}`,
      });
  }
  if (cells.id.length === 0)
    throw new FileFault('study-people', {
      zh: '没有找到人口表（需要经度、纬度、人口三列）',
      en: 'No table of people was found (it needs lon, lat and population)',
    });
  if (kinds.size === 0)
    throw new FileFault('study-facilities', {
      zh: '没有找到设施（人口表里的数量列，或带类型的设施表）',
      en: 'No facilities were found (columns of counts beside the people, or a table with a kind)',
    });
  return { network: build((await readStreets({ ...streets, crs })).raw), cells, kinds: [...kinds.values()], notes };
}
