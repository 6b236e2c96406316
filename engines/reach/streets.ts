import rules from './walking.json' with { type: 'json' };

/** A way as its source has it: node references that other ways share where streets meet. */
export type RawWay = { id: number; tags: Record<string, string>; refs: number[] };

/**
 * Walkable ways with the positions of their nodes. `nodeIds` is sorted; positions stand in the same order. Nobody passes a node with
 * `blocked` 1: a locked or closed gate, a wall.
 */
export type RawStreets = { ways: RawWay[]; nodeIds: Float64Array; lon: Float64Array; lat: Float64Array; blocked: Uint8Array; missingNodes: number };

const closedHighways = new Set([...rules.closedHighways, ...rules.notThere]);
const closedAccess = new Set(rules.closedAccess);
const closedFoot = new Set(rules.closedFoot);
const solidBarriers = new Set(rules.solidBarriers);

/**
 * Whether people can walk along a way: every `highway` less motorways, trunk roads, what is not there (yet) and platforms, less areas,
 * foot=no, and access=no|private where no foot tag says otherwise. The lists are walking.json.
 */
export function isWalkable(tags: Record<string, string>): boolean {
  const { highway, foot, access, area } = tags;
  if (!highway || closedHighways.has(highway) || area === 'yes') return false;
  return foot === undefined ? !closedAccess.has(access ?? '') : !closedFoot.has(foot);
}

/** Whether a node of a way stops people: a barrier that is closed to them, locked or solid, unless a foot tag says otherwise. */
export function isBlocked({ barrier, foot, access, locked }: Record<string, string>): boolean {
  if (!barrier) return false;
  return foot === undefined ? closedAccess.has(access ?? '') || locked === 'yes' || solidBarriers.has(barrier) : closedFoot.has(foot);
}

/** Collects ways, then the positions of just the nodes they use. */
export class WayCollector {
  readonly ways: RawWay[] = [];
  private ids = new Float64Array(0);
  private lon = new Float64Array(0);
  private lat = new Float64Array(0);
  private blocked = new Uint8Array(0);
  private last = 0;

  addWay(way: RawWay): void {
    if (way.refs.length >= 2) this.ways.push(way);
  }

  /** After the last way: which nodes are wanted. */
  closeWays(): void {
    let count = 0;
    for (const way of this.ways) count += way.refs.length;
    const all = new Float64Array(count);
    let at = 0;
    for (const way of this.ways) for (const ref of way.refs) all[at++] = ref;
    all.sort();
    let unique = 0;
    for (let i = 0; i < count; i++) if (i === 0 || all[i] !== all[i - 1]) all[unique++] = all[i]!;
    this.ids = all.slice(0, unique);
    this.lon = new Float64Array(unique).fill(Number.NaN);
    this.lat = new Float64Array(unique).fill(Number.NaN);
    this.blocked = new Uint8Array(unique);
  }

  /** @param isBlocked nobody passes */
  addNode(id: number, lon: number, lat: number, isBlocked = false): void {
    const { ids, last } = this;
    if (id > ids[last]! && (last + 1 === ids.length || id < ids[last + 1]!)) return;
    // Files list nodes mostly in order, so the next wanted node is often the one after the last found.
    let low = 0;
    let high = ids.length - 1;
    if (ids[this.last]! < id) low = this.last + 1;
    else high = this.last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ids[middle]! < id) low = middle + 1;
      else high = middle;
    }
    if (ids[low] !== id) return;
    this.last = low;
    this.lon[low] = lon;
    this.lat[low] = lat;
    if (isBlocked) this.blocked[low] = 1;
  }

  finish(): RawStreets {
    let missingNodes = 0;
    for (const lon of this.lon) if (Number.isNaN(lon)) missingNodes++;
    return { ways: this.ways, nodeIds: this.ids, lon: this.lon, lat: this.lat, blocked: this.blocked, missingNodes };
  }
}

/** Ways given as lines of coordinates (GeoJSON): ends and bends at the same place, to 1e-7 degrees, are one node. */
export function streetsFromLines(lines: { tags: Record<string, string>; coordinates: [number, number][] }[]): RawStreets {
  const numbers = new Map<string, number>();
  const lon: number[] = [];
  const lat: number[] = [];
  const ways = lines
    .filter((line) => line.coordinates.length >= 2 && isWalkable(line.tags))
    .map((line, index): RawWay => {
      const refs = line.coordinates.map(([x, y]) => {
        const key = `${Math.round(x * 1e7)},${Math.round(y * 1e7)}`;
        const known = numbers.get(key);
        if (known !== undefined) return known;
        lon.push(x);
        lat.push(y);
        numbers.set(key, lon.length - 1);
        return lon.length - 1;
      });
      return { id: index + 1, tags: line.tags, refs };
    });
  return {
    ways,
    nodeIds: Float64Array.from(lon, (_, index) => index),
    lon: Float64Array.from(lon),
    lat: Float64Array.from(lat),
    blocked: new Uint8Array(lon.length),
    missingNodes: 0,
  };
}
