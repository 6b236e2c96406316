import { GeoJSONVT } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { Read } from '../../platform/database.ts';
import { areaChanged, areasImported } from '../areas/index.ts';
import { findNetwork } from './network-store.ts';
import type { Backdrop } from './read-streets.ts';

type Layers = Record<string, GeoJSONVT>;
type Feature = { type: 'Feature'; geometry: { type: string; coordinates: unknown }; properties: Record<string, unknown> };

const cut = (features: Feature[], maxZoom: number) =>
  new GeoJSONVT({ type: 'FeatureCollection', features } as never, { maxZoom, indexMaxZoom: 5, tolerance: 4, buffer: 96 });

const rank = (kind: string) => (/^(primary|secondary)/.test(kind) ? 1 : /^(tertiary|unclassified|residential|living_street)/.test(kind) ? 2 : 3);

/** One line for each way: its segments follow one another in the network. */
function streetFeatures({ network }: NonNullable<Awaited<ReturnType<typeof findNetwork>>>): Feature[] {
  const features: Feature[] = [];
  let line: [number, number][] = [];
  const at = (v: number): [number, number] => [network.lon[v]!, network.lat[v]!];
  for (let s = 0; s < network.length.length; s++) {
    const continues = s > 0 && network.way[s] === network.way[s - 1] && network.from[s] === network.to[s - 1];
    if (!continues) {
      line = [at(network.from[s]!)];
      const { name, kind, bridge } = network.ways[network.way[s]!]!;
      features.push({
        type: 'Feature',
        geometry: { type: 'LineString', coordinates: line },
        properties: { name, rank: rank(kind), bridge },
      });
    }
    line.push(at(network.to[s]!));
  }
  return features;
}

async function areaFeatures(db: Read, district: string): Promise<{ shapes: Feature[]; labels: Feature[] }> {
  const rows = await db
    .selectFrom('areas.area')
    .select(['code', 'name', 'level', 'boundary', 'centreLon', 'centreLat'])
    .where('code', 'like', `${district}%`)
    .where('validTo', 'is', null)
    .execute();
  const shapes = rows
    .filter((row) => row.boundary !== null)
    .map(
      (row): Feature => ({
        type: 'Feature',
        geometry: { type: 'MultiPolygon', coordinates: row.boundary },
        properties: { code: row.code, name: row.name, level: row.level },
      }),
    );
  const labels = rows
    .filter((row) => row.centreLon !== null)
    .map(
      (row): Feature => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [row.centreLon, row.centreLat] },
        properties: { code: row.code, name: row.name, level: row.level },
      }),
    );
  return { shapes, labels };
}

async function cutLayers(db: Read, district: string): Promise<Layers> {
  const [network, areas] = await Promise.all([findNetwork(db, district), areaFeatures(db, district)]);
  const row = await db.selectFrom('streets.network').select('backdrop').where('district', '=', district).where('current', '=', true).executeTakeFirst();
  const backdrop = ((row?.backdrop ?? []) as unknown as Backdrop).map(({ kind, geometry }): Feature => ({ type: 'Feature', geometry, properties: { kind } }));
  return {
    backdrop: cut(backdrop, 14),
    areas: cut(areas.shapes, 14),
    streets: cut(network ? streetFeatures(network) : [], 15),
    labels: cut(areas.labels, 14),
  };
}

/** The version of a district's base map: changes whenever its streets or areas do. */
export async function tilesVersion(db: Read, district: string): Promise<string> {
  const network = await db.selectFrom('streets.network').select('id').where('district', '=', district).where('current', '=', true).executeTakeFirst();
  const changes = await db
    .selectFrom('platform.event')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('district', '=', district)
    .where('name', 'in', [areasImported.name, areaChanged.name])
    .executeTakeFirstOrThrow();
  return `${network?.id.slice(-12) ?? 'none'}-${changes.n}`;
}

/** Vector tiles of a district, cut from its streets and areas when first asked for. Needs no network and no other file. */
export function createTiles(db: Read): (district: string, z: number, x: number, y: number) => Promise<Uint8Array | null> {
  const versions = new Map<string, { version: string; layers: Promise<Layers> }>();
  return async (district, z, x, y) => {
    const version = await tilesVersion(db, district);
    let known = versions.get(district);
    if (known?.version !== version) {
      known = { version, layers: cutLayers(db, district) };
      versions.set(district, known);
      known.layers.catch(() => versions.delete(district));
    }
    const found: Record<string, NonNullable<ReturnType<GeoJSONVT['getTile']>>> = {};
    for (const [name, index] of Object.entries(await known.layers)) {
      const tile = index.getTile(z, x, y);
      if (tile) found[name] = tile;
    }
    return Object.keys(found).length === 0 ? null : fromGeojsonVt(found, { version: 2, extent: 4096 });
  };
}
