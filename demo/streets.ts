import { canalAt, canalWidth, isInRing, type Land, type Point, parks, railwayAt, toLonLat } from './land.ts';
import type { Random } from './random.ts';

const step = 98;
const columns = 68;
const rows = 95;
const first = ['祥', '运', '和', '锦', '康', '平', '安', '文', '德', '仁', '新', '长', '丰', '永', '善', '桥', '沈', '塘', '石', '湖', '清', '映', '望', '听'];
const second = ['泰', '河', '兴', '园', '宁', '昌', '华', '源', '庆', '景', '澜', '舟', '阳', '月', '林', '桂', '荷', '柳', '莲', '枫'];

/** Where a crossing of the street grid lies: a grid that is turned a little and bent, as towns are. */
function crossing(i: number, j: number): Point {
  const x = (i - columns / 2) * step;
  const y = (j - rows / 2) * step;
  const bend = 62 * Math.sin(y / 840 + 1) + 38 * Math.sin((x + y) / 520);
  const rise = 55 * Math.sin(x / 760) + 30 * Math.sin((x - y) / 430);
  const turn = 0.09;
  return [x * Math.cos(turn) - y * Math.sin(turn) + bend, x * Math.sin(turn) + y * Math.cos(turn) + rise];
}

const inPark = ([x, y]: Point) => parks.some(({ centre, radius }) => Math.hypot(x - centre[0], y - centre[1]) < radius);
const inCanal = ([x, y]: Point) => Math.abs(x - canalAt(y)) < canalWidth / 2 + 12;
const crossesCanal = (a: Point, b: Point) => a[0] < canalAt(a[1]) !== b[0] < canalAt(b[1]);
const crossesRailway = (a: Point, b: Point) => a[1] < railwayAt(a[0]) !== b[1] < railwayAt(b[0]);

type Line = { points: Point[]; kind: string; name: string; isBridge: boolean };
type Passage = 'open' | 'closed' | 'bridge';

/** Only some main streets cross the canal, and fewer pass under the railway. */
function passage(a: Point, b: Point, isMain: boolean, line: number): Passage {
  if (crossesCanal(a, b)) return isMain && line % 3 !== 2 ? 'bridge' : 'closed';
  if (crossesRailway(a, b)) return isMain && line % 2 === 0 ? 'bridge' : 'closed';
  return 'open';
}

/** One line of the grid as streets, broken where it cannot go on or where a walled estate lies across it. */
function drawLine(points: Point[], line: number, land: Land, random: Random, name: string): Line[] {
  const isMain = line % 7 === 3;
  const isMiddle = line % 7 === 0;
  const kind = isMain ? 'secondary' : isMiddle ? 'tertiary' : 'residential';
  const result: Line[] = [];
  let current: Line | null = null;
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [points[i]!, points[i + 1]!];
    const way = passage(a, b, isMain, line);
    const isOut = !isInRing(a, land.outline) || !isInRing(b, land.outline);
    const isBlocked = way === 'closed' || (way === 'open' && (inCanal(a) || inCanal(b))) || ((inPark(a) || inPark(b)) && !isMain);
    const isWalled = !isMain && way === 'open' && random.chance(isMiddle ? 0.06 : 0.27);
    if (isOut || isBlocked || isWalled) {
      current = null;
      continue;
    }
    const isBridge = way === 'bridge';
    if (!current || current.isBridge !== isBridge) result.push((current = { points: [a], kind, name, isBridge }));
    current.points.push(b);
  }
  return result;
}

/** Paths through parks and along the canal, which make walks pleasant but join little. */
function drawPaths(land: Land): Line[] {
  const bank = (side: number) => {
    const points: Point[] = [];
    for (let y = -4400; y <= 4400; y += 55) {
      const p: Point = [canalAt(y) + side * (canalWidth / 2 + 16), y];
      if (isInRing(p, land.outline)) points.push(p);
    }
    return { points, kind: 'footway', name: '运河步道', isBridge: false };
  };
  return [bank(-1), bank(1)];
}

/** Joins the ends of the canal paths to the nearest crossings, so that one can leave them. */
function joinPaths(paths: Line[], crossings: Point[]): Line[] {
  return paths.flatMap((path) =>
    path.points.flatMap((p, i) => {
      if (i % 8 !== 0) return [];
      const near = crossings
        .map((c) => ({ c, d: Math.hypot(c[0] - p[0], c[1] - p[1]) }))
        .filter(({ c, d }) => d < 130 && !crossesCanal(p, c) && !crossesRailway(p, c))
        .sort((a, b) => a.d - b.d)[0];
      return near ? [{ points: [p, near.c], kind: 'footway', name: '', isBridge: false }] : [];
    }),
  );
}

/** The invented streets, canal and parks as GeoJSON, as a city's own street file would come. */
export function drawStreets(land: Land, random: Random): { geoJson: string; crossings: Point[] } {
  const lines: Line[] = [];
  const name = (i: number, ending: string) => `${first[i % first.length]}${second[(i * 7 + 3) % second.length]}${ending}`;
  for (let j = 0; j <= rows; j++) {
    lines.push(
      ...drawLine(
        Array.from({ length: columns + 1 }, (_, i) => crossing(i, j)),
        j,
        land,
        random,
        name(j, j % 7 === 3 ? '路' : '街'),
      ),
    );
  }
  for (let i = 0; i <= columns; i++) {
    lines.push(
      ...drawLine(
        Array.from({ length: rows + 1 }, (_, j) => crossing(i, j)),
        i,
        land,
        random,
        name(i + 31, i % 7 === 3 ? '路' : '巷'),
      ),
    );
  }
  const crossings = [...new Map(lines.flatMap((line) => line.points).map((p) => [p.map(Math.round).join(), p])).values()];
  const paths = drawPaths(land);
  lines.push(...paths, ...joinPaths(paths, crossings));
  const features: object[] = lines.map(({ points, kind, name: street, isBridge }) => ({
    type: 'Feature',
    properties: { highway: kind, name: street, ...(isBridge && { bridge: 'yes' }) },
    geometry: { type: 'LineString', coordinates: points.map(toLonLat) },
  }));
  const bank = (side: number) => Array.from({ length: 185 }, (_, i): Point => [canalAt(-4600 + i * 50) + (side * canalWidth) / 2, -4600 + i * 50]);
  const canal = [...bank(-1), ...bank(1).reverse()].filter((p) => isInRing(p, land.outline));
  features.push({
    type: 'Feature',
    properties: { natural: 'water', name: '运河（示意）' },
    geometry: { type: 'Polygon', coordinates: [[...canal, canal[0]!].map(toLonLat)] },
  });
  for (const { centre, radius } of parks) {
    const ring = Array.from(
      { length: 33 },
      (_, i): Point => [centre[0] + radius * Math.cos((i / 32) * 2 * Math.PI), centre[1] + radius * Math.sin((i / 32) * 2 * Math.PI)],
    );
    features.push({
      type: 'Feature',
      properties: { leisure: 'park' },
      geometry: { type: 'Polygon', coordinates: [ring.map(toLonLat)] },
    });
  }
  return { geoJson: JSON.stringify({ type: 'FeatureCollection', features }), crossings };
}
