import { Delaunay } from 'd3-delaunay';
import { metresPerDegree } from '../engines/reach/metric.ts';
import divisions from './data/divisions.json' with { type: 'json' };
import type { Random } from './random.ts';

/** A point in metres east and north of the middle of the invented land. */
export type Point = [number, number];
export type Community = { code: string; name: string; subdistrict: string; seed: Point; ring: Point[] };
export type Land = {
  outline: Point[];
  communities: Community[];
  subdistricts: { code: string; name: string; rings: Point[][] }[];
};

const origin = { lon: 120.155, lat: 30.325 };
const scale = metresPerDegree(origin.lat);
const half = { width: 3300, height: 4600 };

export const toLonLat = ([x, y]: Point): [number, number] => [
  Math.round((origin.lon + x / scale.lon) * 1e7) / 1e7,
  Math.round((origin.lat + y / scale.lat) * 1e7) / 1e7,
];

/** The middle of the canal at a height; it comes from the north and bends twice. */
export const canalAt = (y: number) => -350 + 520 * Math.sin((y + 1200) / 1900) + 130 * Math.sin(y / 610);
export const canalWidth = 62;
/** A railway from west to east, raised, with few ways through. */
export const railwayAt = (x: number) => 1750 + 0.12 * x + 160 * Math.sin(x / 1500);

export const parks: { centre: Point; radius: number }[] = [
  { centre: [1750, -2500], radius: 420 },
  { centre: [-2150, 900], radius: 330 },
  { centre: [1250, 2900], radius: 300 },
];

/** A convex outline, so that cells can be cut by its sides one after the other. */
function drawOutline(): Point[] {
  return Array.from({ length: 28 }, (_, i): Point => {
    const angle = (i / 28) * 2 * Math.PI;
    const power = 0.62;
    const part = (value: number) => Math.sign(value) * Math.abs(value) ** power;
    return [half.width * part(Math.cos(angle)), half.height * part(Math.sin(angle))];
  });
}

/** The part of a ring to the left of the line from a to b. */
function cutBySide(ring: Point[], a: Point, b: Point): Point[] {
  const side = (p: Point) => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
  const result: Point[] = [];
  ring.forEach((p, i) => {
    const q = ring[(i + 1) % ring.length]!;
    const [sp, sq] = [side(p), side(q)];
    if (sp >= 0) result.push(p);
    if (sp >= 0 !== sq >= 0) {
      const t = sp / (sp - sq);
      result.push([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]);
    }
  });
  return result;
}

const cutToOutline = (ring: Point[], outline: Point[]) => outline.reduce((left, a, i) => cutBySide(left, a, outline[(i + 1) % outline.length]!), ring);

export function isInRing([x, y]: Point, ring: readonly Point[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!;
    const [xj, yj] = ring[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

function middleOf(ring: readonly Point[]): Point {
  let [twice, cx, cy] = [0, 0, 0];
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length]!;
    const cross = ax * by - bx * ay;
    twice += cross;
    cx += (ax + bx) * cross;
    cy += (ay + by) * cross;
  });
  return [cx / (3 * twice), cy / (3 * twice)];
}

/** Cells of even size, smaller in the south where the old town is: relaxed Voronoi cells. */
function drawCells(count: number, outline: Point[], random: Random): Point[][] {
  let seeds: Point[] = [];
  while (seeds.length < count) {
    const p: Point = [random.between(-half.width, half.width), random.between(-half.height, half.height)];
    if (isInRing(p, outline) && random.chance(p[1] < -600 ? 1 : 0.42)) seeds.push(p);
  }
  let cells: Point[][] = [];
  for (let round = 0; round < 4; round++) {
    const box: [number, number, number, number] = [-half.width - 50, -half.height - 50, half.width + 50, half.height + 50];
    const voronoi = Delaunay.from(seeds).voronoi(box);
    cells = seeds.map((_, i) => {
      const ring = (voronoi.cellPolygon(i) as Point[]).slice(0, -1);
      return cutToOutline(isLeftTurning(ring) ? ring : ring.reverse(), outline);
    });
    seeds = cells.map(middleOf);
  }
  return cells;
}

function isLeftTurning(ring: Point[]): boolean {
  return ring.reduce((sum, [ax, ay], i) => sum + ax * ring[(i + 1) % ring.length]![1] - ring[(i + 1) % ring.length]![0] * ay, 0) > 0;
}

/** Gives every subdistrict as many neighbouring cells as it has communities: first near its middle, then by exchanges that shorten. */
function assign(middles: Point[], sizes: number[], random: Random): number[] {
  const centres: Point[] = sizes.map((_, k) => {
    const column = k % 3;
    const row = Math.floor(k / 3);
    return [-2100 + column * 2100 + random.between(-200, 200), -3700 + row * 1480 + random.between(-150, 150)];
  });
  const distance = (i: number, k: number) => Math.hypot(middles[i]![0] - centres[k]![0], middles[i]![1] - centres[k]![1]);
  const of = new Array<number>(middles.length).fill(-1);
  const left = [...sizes];
  const pairs = middles.flatMap((_, i) => sizes.map((__, k) => ({ i, k, d: distance(i, k) }))).sort((a, b) => a.d - b.d);
  for (const { i, k } of pairs) {
    if (of[i] !== -1 || left[k]! <= 0) continue;
    of[i] = k;
    left[k]!--;
  }
  for (let improved = true; improved; ) {
    improved = false;
    for (let i = 0; i < of.length; i++) {
      for (let j = i + 1; j < of.length; j++) {
        if (of[i] === of[j]) continue;
        const now = distance(i, of[i]!) + distance(j, of[j]!);
        const then = distance(i, of[j]!) + distance(j, of[i]!);
        if (then < now - 1) {
          [of[i], of[j]] = [of[j]!, of[i]!];
          improved = true;
        }
      }
    }
  }
  return of;
}

/** The outer sides of a group of cells: sides that two of them share fall away. */
function dissolve(rings: Point[][]): Point[][] {
  const key = ([x, y]: Point) => `${Math.round(x)},${Math.round(y)}`;
  const next = new Map<string, Map<string, Point>>();
  for (const ring of rings) {
    ring.forEach((a, i) => {
      const b = ring[(i + 1) % ring.length]!;
      if (key(a) === key(b)) return;
      const back = next.get(key(b));
      if (back?.has(key(a))) back.delete(key(a));
      else next.set(key(a), (next.get(key(a)) ?? new Map()).set(key(b), b));
    });
  }
  const result: Point[][] = [];
  for (const [start, ends] of next) {
    while (ends.size > 0) {
      const ring: Point[] = [];
      for (let at = start; ; ) {
        const following = next.get(at);
        const step = following?.entries().next().value;
        if (!step) break;
        following!.delete(step[0]);
        ring.push(step[1]);
        at = step[0];
        if (at === start) break;
      }
      if (ring.length >= 3) result.push(ring);
    }
  }
  return result;
}

/** Reads the real names and codes and lays out invented boundaries for them. */
export function drawLand(random: Random): Land {
  const rows = divisions.divisions as [string, string][];
  const subdistricts = rows.filter(([code]) => code.length === 9);
  const communities = rows.filter(([code]) => code.length === 12);
  const outline = drawOutline();
  const cells = drawCells(communities.length, outline, random);
  const middles = cells.map(middleOf);
  const sizes = subdistricts.map(([code]) => communities.filter(([c]) => c.startsWith(code)).length);
  const of = assign(middles, sizes, random);
  const waiting = subdistricts.map(([code]) => communities.filter(([c]) => c.startsWith(code)));
  const placed = cells.map((ring, i): Community => {
    const [code, name] = waiting[of[i]!]!.shift()!;
    return { code, name, subdistrict: code.slice(0, 9), seed: middles[i]!, ring };
  });
  return {
    outline,
    communities: placed.toSorted((a, b) => a.code.localeCompare(b.code)),
    subdistricts: subdistricts.map(([code, name]) => ({
      code,
      name,
      rings: dissolve(placed.filter((c) => c.subdistrict === code).map((c) => c.ring)),
    })),
  };
}

const closed = (ring: Point[]) => [...ring, ring[0]!].map(toLonLat);

/** The land as GeoJSON, as a city's own division file would come. */
export function landGeoJson({ outline, communities, subdistricts }: Land): string {
  const feature = (code: string, name: string, rings: Point[][]) => ({
    type: 'Feature',
    properties: { code, name },
    geometry: { type: 'MultiPolygon', coordinates: rings.map((ring) => [closed(ring)]) },
  });
  const features = [
    feature('330000', '浙江省', [outline]),
    feature('330100', '杭州市', [outline]),
    feature('330105', '拱墅区', [outline]),
    ...subdistricts.map(({ code, name, rings }) => feature(code, name, rings)),
    ...communities.map(({ code, name, ring }) => feature(code, name, [ring])),
  ];
  return JSON.stringify({ type: 'FeatureCollection', features });
}
