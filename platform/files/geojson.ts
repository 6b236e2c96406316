import { FileFault, type Geometry, type Issue, limits, type Row, type Table } from './fault.ts';
import { decodeText } from './text.ts';

const invalid = (en: string, zh: string) => new FileFault('geojson', { en, zh });

/** RFC 7946 knows WGS-84 only; the older `crs` member is accepted where it names WGS-84 or CGCS2000. */
function checkCrs(crs: unknown): void {
  if (crs === undefined || crs === null) return;
  const name = String((crs as { properties?: { name?: unknown } }).properties?.name ?? '');
  if (!/CRS84|EPSG:+(4326|4490)$/i.test(name)) {
    throw invalid(
      `The file is in ${name || 'an unnamed system'}; convert it to degrees in WGS-84 or CGCS2000`,
      `文件的坐标系是 ${name || '未注明'}，请转换为 WGS-84 或 CGCS2000 经纬度`,
    );
  }
}

/** How deep the lists of positions lie in each kind of geometry. */
const depths: Record<string, number> = { Point: 0, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 };

function isNested(value: unknown, depth: number): boolean {
  if (!Array.isArray(value)) return false;
  if (depth > 0) return value.length > 0 && value.every((part) => isNested(part, depth - 1));
  return value.length >= 2 && value.every((part) => typeof part === 'number' && Number.isFinite(part));
}

function faultOfGeometry(geometry: unknown): string | null {
  if (!geometry || typeof geometry !== 'object') return 'it has no geometry';
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown };
  if (typeof type !== 'string' || depths[type] === undefined) return `its geometry is of the kind ${String(type)}, which is not used here`;
  return isNested(coordinates, depths[type]!) ? null : 'its coordinates are not those of its kind';
}

/** Reads a FeatureCollection: properties become cells; features are counted from 1. */
export function readGeoJson(bytes: Uint8Array): Table {
  const { text, notes } = decodeText(bytes);
  let parsed: { type?: unknown; features?: unknown; crs?: unknown };
  try {
    parsed = JSON.parse(text.replace(/^﻿/, ''));
  } catch (error) {
    throw invalid(`This is not valid JSON: ${(error as Error).message}`, 'JSON 格式有误，文件可能不完整');
  }
  if (parsed?.type !== 'FeatureCollection' || !Array.isArray(parsed.features)) {
    throw invalid('This is not a GeoJSON FeatureCollection', '这不是 GeoJSON 的 FeatureCollection');
  }
  checkCrs(parsed.crs);
  if (parsed.features.length === 0) throw new FileFault('no-rows', { zh: '文件里没有要素', en: 'The collection holds no features' });
  if (parsed.features.length > limits.rows)
    throw new FileFault('too-long', {
      zh: `超过 ${limits.rows} 个要素`,
      en: `More than ${limits.rows} features; split the file`,
    });
  const issues: Issue[] = [];
  const columns = new Set<string>();
  const rows: Row[] = [];
  parsed.features.forEach((feature: { geometry?: unknown; properties?: Record<string, unknown> | null; id?: unknown }, index) => {
    const row = index + 1;
    for (const name of Object.keys(feature?.properties ?? {})) columns.add(name);
    const fault = faultOfGeometry(feature?.geometry);
    if (fault) {
      issues.push({ row, column: 'geometry', value: null, zh: `第 ${row} 个要素的图形无法使用`, en: `Feature ${row}: ${fault}` });
      return;
    }
    const cells: Record<string, string> = {};
    for (const [name, value] of Object.entries(feature.properties ?? {})) {
      cells[name] = value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
    }
    if (feature.id !== undefined && cells['id'] === undefined) {
      columns.add('id');
      cells['id'] = String(feature.id);
    }
    const geometry = feature.geometry as Geometry;
    if (geometry.type === 'Point') {
      columns.add('lon').add('lat');
      cells['lon'] = String(geometry.coordinates[0]);
      cells['lat'] = String(geometry.coordinates[1]);
    }
    rows.push({ row, cells, geometry });
  });
  return { format: 'geojson', columns: [...columns], rows, issues, notes };
}
