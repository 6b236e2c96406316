import type { Links } from '../graph/place.ts';
import { BucketQueue, MinHeap } from './heap.ts';

/**
 * A contraction hierarchy: nodes in order of rank, places first, and from each node the ways up. Every walk of at most `bound` dm
 * has an equally long one that first only rises and then only falls (Geisberger et al. 2008).
 */
export type Hierarchy = {
  bound: number;
  /** Rank of each node. */
  rank: Int32Array;
  /** Ways up of node v: up[offsets[v] … offsets[v+1]-1], pairs of (node, dm). */
  offsets: Int32Array;
  up: Int32Array;
  shortcuts: number;
};

/** Vertices more urgent than this are equally urgent. */
const lowestUrgency = -64;
const settleToEstimate = 40;
const settleToContract = 200;

/** Growing lists of pairs in one array: a list that needs more room moves to the end. */
class PairLists {
  readonly start: Int32Array;
  readonly length: Int32Array;
  items: Int32Array;
  private readonly room: Int32Array;
  private end = 0;

  constructor(count: number, expected: number) {
    this.start = new Int32Array(count);
    this.length = new Int32Array(count);
    this.room = new Int32Array(count);
    this.items = new Int32Array(Math.max(64, expected));
  }

  push(list: number, a: number, b: number): void {
    const length = this.length[list]!;
    if (length === this.room[list]) this.move(list);
    const at = this.start[list]! + length;
    this.items[at] = a;
    this.items[at + 1] = b;
    this.length[list] = length + 2;
  }

  private move(list: number): void {
    const room = Math.max(8, 2 * this.room[list]!);
    if (this.end + room > this.items.length) {
      const wider = new Int32Array(Math.max(2 * this.items.length, this.end + room));
      wider.set(this.items);
      this.items = wider;
    }
    this.items.copyWithin(this.end, this.start[list]!, this.start[list]! + this.length[list]!);
    this.start[list] = this.end;
    this.room[list] = room;
    this.end += room;
  }

  /** Puts the last pair in the place of the one at `at`. */
  remove(list: number, at: number): void {
    const last = this.start[list]! + this.length[list]! - 2;
    this.items[at] = this.items[last]!;
    this.items[at + 1] = this.items[last + 1]!;
    this.length[list]! -= 2;
  }
}

/** Streets left while vertices are taken out one by one; per vertex pairs of (neighbour, dm). */
class Shrinking {
  readonly near: PairLists;
  private readonly distance: Int32Array;
  private readonly touched: number[] = [];
  private readonly heap = new MinHeap();

  constructor({ vertices, offsets, adjacent }: Links, bound: number) {
    this.near = new PairLists(vertices, 4 * adjacent.length);
    this.distance = new Int32Array(vertices).fill(0x7fffffff);
    for (let v = 0; v < vertices; v++) {
      for (let i = offsets[v]!; i < offsets[v + 1]!; i += 2) {
        const to = adjacent[i]!;
        if (to < vertices && adjacent[i + 1]! >> 1 <= bound) this.join(v, to, adjacent[i + 1]! >> 1);
      }
    }
  }

  /** Where the way from v to u stands, or -1. */
  private find(v: number, u: number): number {
    const { start, length, items } = this.near;
    const end = start[v]! + length[v]!;
    for (let at = start[v]!; at < end; at += 2) if (items[at] === u) return at;
    return -1;
  }

  /** Adds or shortens the way from v to u, in this direction. */
  join(v: number, u: number, dm: number): void {
    const at = this.find(v, u);
    if (at < 0) this.near.push(v, u, dm);
    else if (dm < this.near.items[at + 1]!) this.near.items[at + 1] = dm;
  }

  leave(v: number, u: number): void {
    const at = this.find(v, u);
    if (at >= 0) this.near.remove(v, at);
  }

  /** Walks from u that avoid `without`, up to `limit` dm or `settle` vertices, into `distance`. */
  private spread(u: number, without: number, limit: number, settle: number): void {
    const { distance, touched, heap } = this;
    const { start, length, items } = this.near;
    for (const v of touched) distance[v] = 0x7fffffff;
    touched.length = 0;
    heap.clear();
    distance[u] = 0;
    touched.push(u);
    heap.push(0, u);
    for (let settled = 0; heap.size > 0 && settled < settle; ) {
      const key = heap.least;
      if (key > limit) return;
      const v = heap.pop();
      if (key !== distance[v]) continue;
      settled++;
      for (let at = start[v]!, end = at + length[v]!; at < end; at += 2) {
        const to = items[at]!;
        const dm = key + items[at + 1]!;
        if (to === without || dm > limit || dm >= distance[to]!) continue;
        if (distance[to] === 0x7fffffff) touched.push(to);
        distance[to] = dm;
        heap.push(dm, to);
      }
    }
  }

  /** Shortcuts that taking v out needs: triples (from, to, dm), each pair once. */
  shortcuts(v: number, bound: number, settle: number): number[] {
    const { items } = this.near;
    const [first, end] = [this.near.start[v]!, this.near.start[v]! + this.near.length[v]!];
    const found: number[] = [];
    for (let i = first; i + 2 < end; i += 2) {
      let most = 0;
      for (let j = i + 2; j < end; j += 2) most = Math.max(most, items[j + 1]!);
      this.spread(items[i]!, v, Math.min(bound, items[i + 1]! + most), settle);
      for (let j = i + 2; j < end; j += 2) {
        const dm = items[i + 1]! + items[j + 1]!;
        if (dm <= bound && this.distance[items[j]!]! > dm) found.push(items[i]!, items[j]!, dm);
      }
    }
    return found;
  }
}

/**
 * Builds the hierarchy of a graph with its places for walks of at most `bound` dm. Vertices go by edge difference and depth,
 * shortcuts longer than the bound are dropped.
 */
export function buildHierarchy(links: Links, bound: number): Hierarchy {
  const { vertices, places } = links;
  const streets = new Shrinking(links, bound);
  const depth = new Int32Array(vertices);
  const rank = new Int32Array(vertices + places).fill(-1);
  for (let i = 0; i < places; i++) {
    rank[vertices + i] = i;
  }
  const urgency = (v: number) => {
    const degree = streets.near.length[v]! / 2;
    const added = degree < 2 ? 0 : streets.shortcuts(v, bound, settleToEstimate).length / 3;
    return Math.max(lowestUrgency, 2 * (added - degree) + depth[v]!);
  };
  const queue = new BucketQueue(vertices, lowestUrgency);
  for (let v = 0; v < vertices; v++) queue.push(urgency(v), v);
  const up = new PairLists(vertices + places, 4 * links.adjacent.length);
  let next = places;
  let shortcuts = 0;
  while (queue.size > 0) {
    const v = queue.pop();
    if (rank[v]! >= 0) continue;
    const now = urgency(v);
    if (now > queue.least) {
      queue.push(now, v);
      continue;
    }
    rank[v] = next++;
    const needed = streets.shortcuts(v, bound, settleToContract);
    const { start, length, items } = streets.near;
    for (let at = start[v]!, end = at + length[v]!; at < end; at += 2) {
      const u = items[at]!;
      up.push(v, u, items[at + 1]!);
      streets.leave(u, v);
      depth[u] = Math.max(depth[u]!, depth[v]! + 1);
    }
    for (let i = 0; i < needed.length; i += 3) {
      streets.join(needed[i]!, needed[i + 1]!, needed[i + 2]!);
      streets.join(needed[i + 1]!, needed[i]!, needed[i + 2]!);
      shortcuts++;
    }
    streets.near.length[v] = 0;
  }
  return { bound, rank, ...waysUp(links, up, bound), shortcuts };
}

/** Ways up in one array, by node; from a place they lead to the ends of its street. */
function waysUp(links: Links, lists: PairLists, bound: number): { offsets: Int32Array; up: Int32Array } {
  const { vertices } = links;
  for (let v = 0; v < vertices; v++) {
    for (let i = links.offsets[v]!; i < links.offsets[v + 1]!; i += 2) {
      const to = links.adjacent[i]!;
      const dm = links.adjacent[i + 1]! >> 1;
      if (to >= vertices && dm <= bound) lists.push(to, v, dm);
    }
  }
  const { start, length, items } = lists;
  const offsets = new Int32Array(length.length + 1);
  for (let v = 0; v < length.length; v++) offsets[v + 1] = offsets[v]! + length[v]!;
  const up = new Int32Array(offsets.at(-1)!);
  for (let v = 0; v < length.length; v++) up.set(items.subarray(start[v], start[v]! + length[v]!), offsets[v]);
  return { offsets, up };
}
