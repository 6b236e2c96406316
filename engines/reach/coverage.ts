import type { Joint } from './join.ts';
import { distanceMetres, metresPerDegree } from './metric.ts';
import { type Searcher, unreached } from './search.ts';

/** Places with where they meet the network; `null` joints are too far from any street. */
export type Joined = { lon: Float64Array; lat: Float64Array; joints: (Joint | null)[] };

export type Walks = {
  /** Metres on foot from each demand point to its nearest facility; Infinity where none can be reached. */
  metres: Float64Array;
  /** Which facility that is, or -1. */
  nearest: Int32Array;
};

/** The number of a seed by segment, for walks that start and end on the same segment. */
function bySegment(joints: readonly (Joint | null)[]): Map<number, { number: number; joint: Joint }[]> {
  const map = new Map<number, { number: number; joint: Joint }[]>();
  joints.forEach((joint, number) => {
    if (!joint) return;
    const list = map.get(joint.segment);
    if (list) list.push({ number, joint });
    else map.set(joint.segment, [{ number, joint }]);
  });
  return map;
}

/**
 * The shortest walk from every demand point to its nearest facility: straight to the street, along streets, straight to the door.
 * @param boundMetres walks longer than this count as unreached
 */
export function nearestWalks(searcher: Searcher, demand: Joined, facilities: Joined, boundMetres: number = 1e7): Walks {
  const bound = Math.min(unreached - 1, Math.round(boundMetres * 100));
  searcher.run(facilities.joints, bound);
  const onSegment = bySegment(facilities.joints);
  const metres = new Float64Array(demand.joints.length).fill(Infinity);
  const nearest = new Int32Array(demand.joints.length).fill(-1);
  demand.joints.forEach((joint, i) => {
    if (!joint) return;
    const { cm, seed } = searcher.walkTo(joint, onSegment.get(joint.segment));
    if (cm > bound) return;
    metres[i] = cm / 100;
    nearest[i] = seed;
  });
  return { metres, nearest };
}

/** Metres as the crow flies from every demand point to its nearest facility; Infinity where there is none. */
export function nearestStraight(demand: Joined, facilities: Joined): Float64Array {
  const result = new Float64Array(demand.lon.length).fill(Infinity);
  const order = Array.from(facilities.lat.keys()).sort((a, b) => facilities.lat[a]! - facilities.lat[b]!);
  const lats = Float64Array.from(order, (i) => facilities.lat[i]!);
  for (let i = 0; i < demand.lon.length; i++) {
    const lat = demand.lat[i]!;
    const perLat = metresPerDegree(lat).lat * 0.99;
    let up = lowerBound(lats, lat);
    let down = up - 1;
    let best = Infinity;
    // Facilities in order of their distance in latitude alone, until that is already more than the best.
    for (;;) {
      const gapUp = up < lats.length ? (lats[up]! - lat) * perLat : Infinity;
      const gapDown = down >= 0 ? (lat - lats[down]!) * perLat : Infinity;
      if (Math.min(gapUp, gapDown) >= best || (gapUp === Infinity && gapDown === Infinity)) break;
      const at = gapUp <= gapDown ? order[up++]! : order[down--]!;
      best = Math.min(best, distanceMetres(demand.lon[i]!, lat, facilities.lon[at]!, facilities.lat[at]!));
    }
    result[i] = best;
  }
  return result;
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export type CoverageFigures = {
  people: number;
  /** People whose walk to the nearest facility is within the time. */
  peopleWithin: number;
  share: number;
  /** The same by straight distance, as service radii are defined in planning standards. */
  peopleWithinStraight: number;
  shareStraight: number;
  /** Population-weighted, over the people who can reach any. */
  meanMinutes: number | null;
  p90Minutes: number | null;
  /** People who cannot reach any facility on the network. */
  peopleUnreached: number;
};

/**
 * Coverage of people: the share whose walk to the nearest facility is at most `minutes` at `speed` metres per second.
 * coverage = Σ people within ÷ Σ people (standards.md §3.4).
 * @param members which demand points to count; all when absent
 */
export function coverageFigures(
  people: ArrayLike<number>,
  walkMetres: Float64Array,
  straightMetres: Float64Array,
  { speed, minutes }: { speed: number; minutes: number },
  members: readonly number[] = Array.from(walkMetres.keys()),
): CoverageFigures {
  const reach = speed * minutes * 60;
  let all = 0;
  let within = 0;
  let straight = 0;
  let unreachedPeople = 0;
  let weighted = 0;
  for (const i of members) {
    const n = people[i]!;
    all += n;
    if (walkMetres[i]! <= reach) within += n;
    if (straightMetres[i]! <= reach) straight += n;
    if (walkMetres[i] === Infinity) unreachedPeople += n;
    else weighted += n * walkMetres[i]!;
  }
  const reached = all - unreachedPeople;
  return {
    people: all,
    peopleWithin: within,
    share: all === 0 ? 0 : within / all,
    peopleWithinStraight: straight,
    shareStraight: all === 0 ? 0 : straight / all,
    meanMinutes: reached === 0 ? null : weighted / reached / speed / 60,
    p90Minutes: quantileMetres(people, walkMetres, members, 0.9, speed),
    peopleUnreached: unreachedPeople,
  };
}

/** The walk that the given share of people does not exceed, in minutes. */
function quantileMetres(people: ArrayLike<number>, walk: Float64Array, members: readonly number[], share: number, speed: number): number | null {
  const order = members.filter((i) => walk[i] !== Infinity && people[i]! > 0).sort((a, b) => walk[a]! - walk[b]!);
  const total = order.reduce((sum, i) => sum + people[i]!, 0);
  let running = 0;
  for (const i of order) {
    running += people[i]!;
    if (running >= share * total) return walk[i]! / speed / 60;
  }
  return null;
}

/** The parts of streets that can be reached within the bound, as lines of [lon, lat]; a catchment as people walk it. */
export function reachedStreets(searcher: Searcher, from: Joint, boundCm: number): [number, number][][] {
  const { network } = searcher;
  searcher.run([from], boundCm);
  const lines: [number, number][][] = [];
  const along = (s: number, share: number): [number, number] => {
    const a = network.from[s]!;
    const b = network.to[s]!;
    return [network.lon[a]! + share * (network.lon[b]! - network.lon[a]!), network.lat[a]! + share * (network.lat[b]! - network.lat[a]!)];
  };
  for (let s = 0; s < network.length.length; s++) {
    const length = network.length[s]!;
    const a = searcher.distance[network.from[s]!]!;
    const b = searcher.distance[network.to[s]!]!;
    const fromA = a === unreached ? 0 : Math.min(1, (boundCm - a) / length);
    const fromB = b === unreached ? 0 : Math.min(1, (boundCm - b) / length);
    if (fromA <= 0 && fromB <= 0) continue;
    if (fromA + fromB >= 1) lines.push([along(s, 0), along(s, 1)]);
    else {
      if (fromA > 0) lines.push([along(s, 0), along(s, fromA)]);
      if (fromB > 0) lines.push([along(s, 1 - fromB), along(s, 1)]);
    }
  }
  return lines;
}

/** The shortest walk between two joined places, as metres and the line to draw; null when there is none within the bound. */
export function walkBetween(
  searcher: Searcher,
  start: Joint,
  end: Joint,
  boundCm: number = unreached - 1,
): { metres: number; line: [number, number][] } | null {
  const { network } = searcher;
  searcher.run([end], boundCm);
  const isSameSegment = start.segment === end.segment;
  const { cm } = searcher.walkTo(start, isSameSegment ? [{ number: 0, joint: end }] : []);
  if (cm > boundCm) return null;
  if (isSameSegment && Math.abs(start.offset - end.offset) + start.access + end.access === cm) {
    return {
      metres: cm / 100,
      line: [
        [start.lon, start.lat],
        [end.lon, end.lat],
      ],
    };
  }
  const a = network.from[start.segment]!;
  const viaA = searcher.distance[a] !== unreached && searcher.distance[a]! + start.offset + start.access === cm;
  const path = searcher.pathFrom(viaA ? a : network.to[start.segment]!);
  const line = path.map((v): [number, number] => [network.lon[v]!, network.lat[v]!]);
  return { metres: cm / 100, line: [[start.lon, start.lat], ...line, [end.lon, end.lat]] };
}

/** Joins many places to a network. */
export function joinAll(join: (lon: number, lat: number) => Joint | null, points: { lon: ArrayLike<number>; lat: ArrayLike<number> }): Joined {
  const lon = Float64Array.from(points.lon);
  const lat = Float64Array.from(points.lat);
  return { lon, lat, joints: Array.from(lon, (x, i) => join(x, lat[i]!)) };
}
