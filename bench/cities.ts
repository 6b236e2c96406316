// Networks that the benches share.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildNetwork, type Network } from '../engines/reach/network.ts';
import { type RawStreets, streetsFromLines } from '../engines/reach/streets.ts';

type Line = { tags: Record<string, string>; coordinates: [number, number][] };

function gothenburgLines(): Line[] {
  const file = path.join(import.meta.dirname, 'node_modules/geojson-path-finder/test/large-network.json');
  const { features } = JSON.parse(readFileSync(file, 'utf8')) as {
    features: { properties: Record<string, string>; geometry: { type: string; coordinates: [number, number][] } }[];
  };
  return features
    .filter(({ geometry }) => geometry.type === 'LineString')
    .map(({ properties, geometry }) => ({ tags: properties, coordinates: geometry.coordinates }));
}

/** Gothenburg's streets, from the tests of geojson-path-finder. */
export const gothenburg = (): Network => buildNetwork(streetsFromLines(gothenburgLines()));

/** So many copies of Gothenburg in a row, one vertex of each joined to one of the next so that all of it is one network. */
export function copies(count: number): RawStreets {
  const lines = gothenburgLines();
  const all: Line[] = [];
  const { lon, lat } = buildNetwork(streetsFromLines(lines));
  const [first, last] = [0, lon.length - 1].map((v): [number, number] => [lon[v]!, lat[v]!]) as [[number, number], [number, number]];
  for (let copy = 0; copy < count; copy++) {
    const shift = ([x, y]: [number, number], by: number): [number, number] => [x + 0.6 * by, y];
    for (const { tags, coordinates } of lines) all.push({ tags, coordinates: coordinates.map((at) => shift(at, copy)) });
    if (copy > 0) all.push({ tags: { highway: 'footway' }, coordinates: [shift(last, copy - 1), shift(first, copy)] });
  }
  return streetsFromLines(all);
}

/** Streets as an .osm.pbf that Debian's osmium-tool writes into the folder; null where it is not installed. */
export function writeOsm(raw: RawStreets, folder: string): string | null {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const nodes = Array.from(raw.nodeIds, (id, i) => `<node id="${id + 1}" version="1" lat="${raw.lat[i]!.toFixed(7)}" lon="${raw.lon[i]!.toFixed(7)}"/>`);
  const ways = raw.ways.map(({ id, tags, refs }) => {
    const told = Object.entries(tags).map(([k, v]) => `<tag k="${escaped(k)}" v="${escaped(String(v))}"/>`);
    return `<way id="${id}" version="1">${refs.map((ref) => `<nd ref="${ref + 1}"/>`).join('')}${told.join('')}</way>`;
  });
  const file = path.join(folder, 'city.osm');
  writeFileSync(file, `<osm version="0.6">\n${nodes.join('\n')}\n${ways.join('\n')}\n</osm>\n`);
  return spawnSync('osmium', ['cat', file, '-o', `${file}.pbf`]).status === 0 ? `${file}.pbf` : null;
}
