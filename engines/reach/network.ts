import { distanceMetres } from './metric.ts';
import { countUp, createNumbering, radixOrder } from './order.ts';
import type { RawStreets } from './streets.ts';

/**
 * A walking network: vertices, the straight segments between them, and who neighbours whom.
 * Lengths are whole centimetres; positions are WGS-84 (CGCS2000) degrees. Only the main component is kept.
 */
export type Network = {
  lon: Float64Array;
  lat: Float64Array;
  /** Segment s joins from[s] and to[s], is length[s] cm long and belongs to way[s]; segments of a way follow one another. */
  from: Int32Array;
  to: Int32Array;
  length: Int32Array;
  way: Int32Array;
  /** Neighbours of vertex v: links[offsets[v] … offsets[v+1]-1], pairs of (vertex, cm) interleaved. */
  offsets: Int32Array;
  links: Int32Array;
  /** Names and classes of ways. */
  ways: { name: string; kind: string; bridge: boolean }[];
  /** What was left out, and why. */
  report: NetworkReport;
};

export type NetworkReport = {
  vertices: number;
  segments: number;
  components: number;
  droppedVertices: number;
  missingNodes: number;
  metres: number;
};

/** The walkable ways hold no segment at all, so nothing can be walked. */
export class EmptyNetwork extends Error {
  constructor() {
    super('The file holds no walkable street. Check that it is an extract with ways (highway=*) of your city.');
  }
}

/** Vertices along a Hilbert curve: neighbours in the city become neighbours in memory, which halves the cost of a search. */
function hilbertOrder(lon: Float64Array, lat: Float64Array, members: Int32Array): Int32Array {
  let minLon = Infinity;
  let minLat = Infinity;
  let maxLon = -Infinity;
  let maxLat = -Infinity;
  for (const v of members) {
    minLon = Math.min(minLon, lon[v]!);
    maxLon = Math.max(maxLon, lon[v]!);
    minLat = Math.min(minLat, lat[v]!);
    maxLat = Math.max(maxLat, lat[v]!);
  }
  // The same scale both ways, or a long city would be folded along its short side only.
  const narrow = Math.cos(((minLat + maxLat) * Math.PI) / 360);
  const sy = 0xffff / Math.max(1e-12, (maxLon - minLon) * narrow, maxLat - minLat);
  const sx = sy * narrow;
  const keys = new Uint32Array(members.length);
  members.forEach((v, i) => {
    keys[i] = hilbert(Math.round((lon[v]! - minLon) * sx), Math.round((lat[v]! - minLat) * sy));
  });
  return radixOrder(keys).map((i) => members[i]!);
}

function hilbert(x: number, y: number): number {
  let index = 0;
  for (let s = 0x8000; s > 0; s >>= 1) {
    const rx = (x & s) > 0 ? 1 : 0;
    const ry = (y & s) > 0 ? 1 : 0;
    index = index * 4 + ((3 * rx) ^ ry);
    if (ry === 0) {
      if (rx === 1) {
        x = 0xffff - x;
        y = 0xffff - y;
      }
      [x, y] = [y, x];
    }
  }
  return index;
}

/**
 * The component of each vertex, by union and find, which is the largest, and how many there are with a
 * segment, with how many vertices.
 */
export function components(count: number, pairs: [Int32Array, Int32Array]): { root: Int32Array; main: number; number: number; used: number } {
  const root = countUp(count);
  const find = (v: number) => {
    while (root[v] !== v) v = root[v] = root[root[v]!]!;
    return v;
  };
  for (let s = 0; s < pairs[0].length; s++) {
    const a = find(pairs[0][s]!);
    const b = find(pairs[1][s]!);
    if (a !== b) root[Math.max(a, b)] = Math.min(a, b);
  }
  const size = new Int32Array(count);
  let main = 0;
  let number = 0;
  let used = 0;
  for (let v = 0; v < count; v++) {
    const r = find(v);
    root[v] = r;
    size[r]!++;
    if (size[r] === 2) number++;
    if (size[r]! >= 2) used += size[r] === 2 ? 2 : 1;
    if (size[r]! > size[main]!) main = r;
  }
  return { root, main, number, used };
}

type Segments = { lon: Float64Array; lat: Float64Array; from: Int32Array; to: Int32Array; way: Int32Array };

/**
 * Segments of all ways, between positions that are known. At a node that nobody passes every street that comes to it ends for itself:
 * each segment gets its own vertex there.
 */
function segmentsOf({ ways, nodeIds, lon, lat, blocked }: RawStreets): Segments {
  const numberOf = createNumbering(nodeIds);
  const most = ways.reduce((sum, { refs }) => sum + refs.length, 0);
  const [from, to, way] = [new Int32Array(most), new Int32Array(most), new Int32Array(most)];
  const ends: number[] = [];
  const endAt = (at: number) => (blocked[at] === 1 ? nodeIds.length + ends.push(at) - 1 : at);
  let count = 0;
  for (let w = 0; w < ways.length; w++) {
    let previous = -1;
    for (const ref of ways[w]!.refs) {
      const at = numberOf(ref);
      const isKnown = at >= 0 && !Number.isNaN(lon[at]!);
      if (previous >= 0 && isKnown && at !== previous) {
        from[count] = endAt(previous);
        to[count] = endAt(at);
        way[count++] = w;
      }
      previous = isKnown ? at : -1;
    }
  }
  const withEnds = (values: Float64Array) => {
    const all = new Float64Array(values.length + ends.length);
    all.set(values);
    ends.forEach((at, i) => {
      all[values.length + i] = values[at]!;
    });
    return all;
  };
  return { lon: withEnds(lon), lat: withEnds(lat), from: from.slice(0, count), to: to.slice(0, count), way: way.slice(0, count) };
}

/**
 * Builds the network of the main component.
 * @throws EmptyNetwork when there is nothing to walk on
 */
export function buildNetwork(raw: RawStreets): Network {
  const all = segmentsOf(raw);
  if (all.from.length === 0) throw new EmptyNetwork();
  const { root, main, number, used } = components(all.lon.length, [all.from, all.to]);
  const members = countUp(root.length).filter((v) => root[v] === main);
  const order = hilbertOrder(all.lon, all.lat, members);
  const place = new Int32Array(root.length).fill(-1);
  const lon = new Float64Array(order.length);
  const lat = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const v = order[i]!;
    place[v] = i;
    lon[i] = all.lon[v]!;
    lat[i] = all.lat[v]!;
  }
  const kept = countUp(all.from.length).filter((s) => place[all.from[s]!]! >= 0);
  const segments = {
    from: kept.map((s) => place[all.from[s]!]!),
    to: kept.map((s) => place[all.to[s]!]!),
    way: kept.map((s) => all.way[s]!),
  };
  const length = kept.map((_, i) => {
    const a = segments.from[i]!;
    const b = segments.to[i]!;
    return Math.max(1, Math.round(100 * distanceMetres(lon[a]!, lat[a]!, lon[b]!, lat[b]!)));
  });
  const metres = length.reduce((sum, cm) => sum + cm / 100, 0);
  return {
    lon,
    lat,
    ...segments,
    length,
    ...linksOf(lon.length, segments.from, segments.to, length),
    ways: raw.ways.map(({ tags }) => ({
      name: tags['name:zh'] ?? tags['name'] ?? '',
      kind: tags['highway'] ?? '',
      bridge: tags['bridge'] !== undefined && tags['bridge'] !== 'no',
    })),
    report: {
      vertices: lon.length,
      segments: length.length,
      components: number,
      droppedVertices: used - lon.length,
      missingNodes: raw.missingNodes,
      metres,
    },
  };
}

/** Neighbour lists of all vertices, one after the other. */
export function linksOf(count: number, from: Int32Array, to: Int32Array, length: Int32Array): { offsets: Int32Array; links: Int32Array } {
  const offsets = new Int32Array(count + 1);
  for (let s = 0; s < from.length; s++) {
    offsets[from[s]! + 1]!++;
    offsets[to[s]! + 1]!++;
  }
  for (let v = 0; v < count; v++) offsets[v + 1]! += offsets[v]!;
  const next = offsets.slice(0, count);
  const links = new Int32Array(4 * from.length);
  const put = (v: number, neighbour: number, cm: number) => {
    const at = 2 * next[v]!++;
    links[at] = neighbour;
    links[at + 1] = cm;
  };
  for (let s = 0; s < from.length; s++) {
    put(from[s]!, to[s]!, length[s]!);
    put(to[s]!, from[s]!, length[s]!);
  }
  return { offsets, links };
}
