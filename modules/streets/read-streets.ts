import { toWgs84 } from '../../engines/reach/coordinates.ts';
import { readOsmPbf } from '../../engines/reach/osm-pbf.ts';
import { BrokenPbf } from '../../engines/reach/osm-wire.ts';
import { type RawStreets, streetsFromLines } from '../../engines/reach/streets.ts';
import { FileFault, type Geometry, type Issue, type Note } from '../../platform/files/fault.ts';
import { readGeoJson } from '../../platform/files/geojson.ts';
import { type Incoming, statedSystem } from '../../platform/files/importer.ts';
import { readOsmXml } from './osm-xml.ts';

/** Water and green that the map shows below the streets. */
export type Backdrop = { kind: 'water' | 'green'; geometry: Geometry }[];
export type StreetFile = { raw: RawStreets; backdrop: Backdrop; issues: Issue[]; notes: Note[] };

/**
 * Streets of a file: .osm.pbf, .osm or GeoJSON lines with a `highway` property.
 * @throws FileFault with the cure, when nothing of it can be used
 */
export async function readStreets(file: Pick<Incoming, 'name' | 'bytes' | 'crs'>, onProgress: (share: number) => void = () => {}): Promise<StreetFile> {
  const name = file.name.toLowerCase();
  if (name.endsWith('.pbf')) return { raw: await readPbf(file.bytes, onProgress), backdrop: [], issues: [], notes: [] };
  if (name.endsWith('.osm') || name.endsWith('.xml')) return { raw: readOsmXml(file.bytes), backdrop: [], issues: [], notes: [] };
  if (name.endsWith('.geojson') || name.endsWith('.json')) return readLines(file as Incoming);
  throw new FileFault('kind', {
    zh: '街道请使用 .osm.pbf、.osm 或 .geojson 文件',
    en: 'Streets come as .osm.pbf, .osm or .geojson',
  });
}

async function readPbf(bytes: Uint8Array, onProgress: (share: number) => void): Promise<RawStreets> {
  try {
    return await readOsmPbf(bytes, onProgress);
  } catch (error) {
    if (error instanceof BrokenPbf || error instanceof RangeError) {
      throw new FileFault('pbf', {
        zh: '这个 .osm.pbf 文件不完整，请重新下载',
        en: error instanceof BrokenPbf ? error.message : 'This .osm.pbf file is damaged. Download it again.',
      });
    }
    throw error;
  }
}

function readLines(file: Incoming): StreetFile {
  const table = readGeoJson(file.bytes);
  const crs = statedSystem(file);
  const issues = [...table.issues];
  const lines: { tags: Record<string, string>; coordinates: [number, number][] }[] = [];
  const backdrop: Backdrop = [];
  for (const { row, cells, geometry } of table.rows) {
    const kind = cells['natural'] === 'water' || cells['waterway'] ? 'water' : cells['leisure'] === 'park' ? 'green' : null;
    if (kind && geometry) {
      backdrop.push({ kind, geometry });
      continue;
    }
    const parts = geometry?.type === 'LineString' ? [geometry.coordinates] : geometry?.type === 'MultiLineString' ? geometry.coordinates : [];
    if (parts.length === 0 || !cells['highway']) {
      issues.push({
        row,
        column: 'highway',
        value: cells['highway'] ?? null,
        zh: '不是带 highway 属性的线',
        en: 'is not a line with a highway property',
      });
      continue;
    }
    if (parts.flat().some(([x, y]) => Math.abs(x) > 180 || Math.abs(y) > 90)) {
      issues.push({
        row,
        column: 'geometry',
        value: null,
        zh: '坐标超出经纬度范围',
        en: 'has coordinates outside the degrees of the Earth',
      });
      continue;
    }
    for (const part of parts) lines.push({ tags: cells, coordinates: part.map(([x, y]) => toWgs84(x, y, crs)) });
  }
  return { raw: streetsFromLines(lines), backdrop, issues, notes: table.notes };
}
