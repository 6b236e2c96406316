import { metresPerDegree } from './metric.ts';
import { isInside } from './ring.ts';

type Point = [lon: number, lat: number];

/** How wide the land beside a street counts as reached, and how fine outlines are drawn, in metres. For display only. */
export type Outlining = { margin: number; cell: number };
const usual: Outlining = { margin: 45, cell: 20 };
/** Courtyards smaller than this many cells are drawn as reached. */
const smallestHole = 12;

/** Cells of a square grid that the lines touch, with the margin around them. */
class Raster {
  readonly width: number;
  readonly height: number;
  private readonly marked: Uint8Array;
  private readonly place: (x: number, y: number) => Point;

  constructor(lines: readonly (readonly Point[])[], { margin, cell }: Outlining) {
    const points = lines.flat();
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [lon, lat] of points) {
      [west, east] = [Math.min(west, lon), Math.max(east, lon)];
      [south, north] = [Math.min(south, lat), Math.max(north, lat)];
    }
    const scale = metresPerDegree((south + north) / 2);
    const border = margin + 2 * cell;
    this.width = Math.ceil(((east - west) * scale.lon + 2 * border) / cell);
    this.height = Math.ceil(((north - south) * scale.lat + 2 * border) / cell);
    this.marked = new Uint8Array(this.width * this.height);
    this.place = (x, y) => [west + (x * cell - border) / scale.lon, south + (y * cell - border) / scale.lat];
    const disc = discOf(margin / cell);
    for (const line of lines) {
      for (let k = 0; k + 1 < line.length; k++) {
        const [a, b] = [line[k]!, line[k + 1]!].map(([lon, lat]) => [
          ((lon - west) * scale.lon + border) / cell,
          ((lat - south) * scale.lat + border) / cell,
        ]) as [Point, Point];
        const steps = Math.max(1, Math.ceil(2 * Math.hypot(b[0] - a[0], b[1] - a[1])));
        for (let s = 0; s <= steps; s++) this.mark(a[0] + ((b[0] - a[0]) * s) / steps, a[1] + ((b[1] - a[1]) * s) / steps, disc);
      }
    }
  }

  private mark(x: number, y: number, disc: readonly (readonly [number, number])[]): void {
    const [cx, cy] = [Math.floor(x), Math.floor(y)];
    for (const [dx, dy] of disc) this.marked[(cy + dy) * this.width + cx + dx] = 1;
  }

  isMarked(x: number, y: number): boolean {
    return x >= 0 && y >= 0 && x < this.width && y < this.height && this.marked[y * this.width + x] === 1;
  }

  toPlace([x, y]: Point): Point {
    return this.place(x, y);
  }
}

const discOf = (radius: number) => {
  const cells: [number, number][] = [];
  const reach = Math.ceil(radius);
  for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) if (dx * dx + dy * dy <= radius * radius) cells.push([dx, dy]);
  return cells;
};

/** Rings around marked cells, land on the left: outer ones run against the clock, holes with it. */
function ringsOf(raster: Raster): Point[][] {
  const { width, height } = raster;
  const key = (x: number, y: number) => y * (width + 1) + x;
  /** Ends of the border edges that begin at a corner: one, or two where marked cells meet at it only. */
  const ends = new Map<number, Point[]>();
  const add = (from: Point, to: Point) => {
    const list = ends.get(key(...from));
    if (list) list.push(to);
    else ends.set(key(...from), [to]);
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!raster.isMarked(x, y)) continue;
      if (!raster.isMarked(x, y - 1)) add([x, y], [x + 1, y]);
      if (!raster.isMarked(x + 1, y)) add([x + 1, y], [x + 1, y + 1]);
      if (!raster.isMarked(x, y + 1)) add([x + 1, y + 1], [x, y + 1]);
      if (!raster.isMarked(x - 1, y)) add([x, y + 1], [x, y]);
    }
  }
  const rings: Point[][] = [];
  for (const [start, list] of ends) {
    while (list.length > 0) {
      const ring: Point[] = [];
      let from: Point = [start % (width + 1), Math.floor(start / (width + 1))];
      let to = list.pop()!;
      ring.push(from);
      while (key(...to) !== start) {
        ring.push(to);
        const next = ends.get(key(...to))!;
        // Where two edges begin the left turn stays at the same piece of land.
        const turn = (p: Point) => (to[0] - from[0]) * (p[1] - to[1]) - (to[1] - from[1]) * (p[0] - to[0]);
        const chosen = next.length > 1 && turn(next[0]!) > turn(next[1]!) ? next.shift()! : next.pop()!;
        from = to;
        to = chosen;
      }
      rings.push(ring);
    }
  }
  return rings;
}

const areaOf = (ring: readonly Point[]) =>
  ring.reduce((sum, [x, y], k) => sum + x * ring[(k + 1) % ring.length]![1] - ring[(k + 1) % ring.length]![0] * y, 0) / 2;

/** Corners cut at the middle of their edges, points on a straight line left out, and closed. */
function smooth(ring: readonly Point[]): Point[] {
  const middles = ring.map(([x, y], k): Point => [(x + ring[(k + 1) % ring.length]![0]) / 2, (y + ring[(k + 1) % ring.length]![1]) / 2]);
  const kept = middles.filter(([x, y], k) => {
    const [ax, ay] = middles.at(k - 1)!;
    const [bx, by] = middles[(k + 1) % middles.length]!;
    return (x - ax) * (by - y) !== (y - ay) * (bx - x);
  });
  return [...kept, kept[0]!];
}

/**
 * The land along reached streets as polygons to draw, coordinates of a GeoJSON MultiPolygon: outer rings against the clock, then their holes.
 * @param lines streets that are reached, as `reachedStreets` gives them, in degrees
 */
export function outlineOf(lines: readonly (readonly Point[])[], outlining: Outlining = usual): Point[][][] {
  if (lines.length === 0) return [];
  const raster = new Raster(lines, outlining);
  const rings = ringsOf(raster);
  const polygons = rings.filter((ring) => areaOf(ring) > 0).map((ring) => ({ ring, rings: [smooth(ring)] }));
  for (const hole of rings) {
    if (areaOf(hole) > -smallestHole) continue;
    const [x, y] = hole[0]!;
    // The cell beside the hole's first corner that is land tells whose hole it is.
    const land = [
      [0.5, 0.5],
      [-0.5, 0.5],
      [0.5, -0.5],
      [-0.5, -0.5],
    ].find(([dx, dy]) => raster.isMarked(Math.floor(x + dx!), Math.floor(y + dy!)))!;
    const owners = polygons.filter(({ ring }) => isInside(x + land[0]!, y + land[1]!, [ring]));
    const owner = owners.sort((a, b) => areaOf(a.ring) - areaOf(b.ring))[0];
    owner?.rings.push(smooth(hole));
  }
  return polygons.map((polygon) => polygon.rings.map((ring) => ring.map((point) => raster.toPlace(point))));
}
