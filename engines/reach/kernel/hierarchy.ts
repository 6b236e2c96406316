import type { Links } from '../graph/place.ts';
import { MinHeap } from './heap.ts';

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

const settleToEstimate = 40;
const settleToContract = 200;

/** Streets left while vertices are taken out one by one; per vertex pairs of (neighbour, dm). */
class Shrinking {
  readonly near: number[][];
  private readonly distance: Int32Array;
  private readonly touched: number[] = [];
  private readonly heap = new MinHeap();

  constructor({ vertices, offsets, adjacent }: Links, bound: number) {
    this.near = Array.from({ length: vertices }, () => []);
    this.distance = new Int32Array(vertices).fill(0x7fffffff);
    for (let v = 0; v < vertices; v++) {
      for (let i = offsets[v]!; i < offsets[v + 1]!; i += 2) {
        const to = adjacent[i]!;
        if (to < vertices && adjacent[i + 1]! >> 1 <= bound) this.join(v, to, adjacent[i + 1]! >> 1);
      }
    }
  }

  /** Adds or shortens the way from v to u, in this direction. */
  join(v: number, u: number, dm: number): void {
    const list = this.near[v]!;
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] !== u) continue;
      if (dm < list[i + 1]!) list[i + 1] = dm;
      return;
    }
    list.push(u, dm);
  }

  leave(v: number, u: number): void {
    const list = this.near[v]!;
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] !== u) continue;
      const dm = list.pop()!;
      const last = list.pop()!;
      if (i < list.length) {
        list[i] = last;
        list[i + 1] = dm;
      }
      return;
    }
  }

  /** Walks from u that avoid `without`, up to `limit` dm or `settle` vertices, into `distance`. */
  private spread(u: number, without: number, limit: number, settle: number): void {
    const { distance, touched, heap, near } = this;
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
      const list = near[v]!;
      for (let i = 0; i < list.length; i += 2) {
        const to = list[i]!;
        const dm = key + list[i + 1]!;
        if (to === without || dm > limit || dm >= distance[to]!) continue;
        if (distance[to] === 0x7fffffff) touched.push(to);
        distance[to] = dm;
        heap.push(dm, to);
      }
    }
  }

  /** Shortcuts that taking v out needs: triples (from, to, dm), each pair once. */
  shortcuts(v: number, bound: number, settle: number): number[] {
    const list = this.near[v]!;
    const found: number[] = [];
    for (let i = 0; i + 2 < list.length; i += 2) {
      let most = 0;
      for (let j = i + 2; j < list.length; j += 2) most = Math.max(most, list[j + 1]!);
      const limit = Math.min(bound, list[i + 1]! + most);
      this.spread(list[i]!, v, limit, settle);
      for (let j = i + 2; j < list.length; j += 2) {
        const dm = list[i + 1]! + list[j + 1]!;
        if (dm <= bound && this.distance[list[j]!]! > dm) found.push(list[i]!, list[j]!, dm);
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
    const degree = streets.near[v]!.length / 2;
    const added = degree < 2 ? 0 : streets.shortcuts(v, bound, settleToEstimate).length / 3;
    return 2 * (added - degree) + depth[v]!;
  };
  const queue = new MinHeap();
  for (let v = 0; v < vertices; v++) queue.push(urgency(v), v);
  const up: number[][] = Array.from({ length: vertices }, () => []);
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
    up[v] = streets.near[v]!.slice();
    for (let i = 0; i < up[v]!.length; i += 2) {
      const u = up[v]![i]!;
      streets.leave(u, v);
      depth[u] = Math.max(depth[u]!, depth[v]! + 1);
    }
    for (let i = 0; i < needed.length; i += 3) {
      streets.join(needed[i]!, needed[i + 1]!, needed[i + 2]!);
      streets.join(needed[i + 1]!, needed[i]!, needed[i + 2]!);
      shortcuts++;
    }
    streets.near[v] = [];
  }
  return { bound, rank, ...waysUp(links, up, bound), shortcuts };
}

/** Ways up in one array, by node; from a place they lead to the ends of its street. */
function waysUp(links: Links, up: number[][], bound: number): { offsets: Int32Array; up: Int32Array } {
  const { vertices, places } = links;
  const lists = up.concat(Array.from({ length: places }, () => []));
  for (let v = 0; v < vertices; v++) {
    for (let i = links.offsets[v]!; i < links.offsets[v + 1]!; i += 2) {
      const to = links.adjacent[i]!;
      const dm = links.adjacent[i + 1]! >> 1;
      if (to >= vertices && dm <= bound) lists[to]!.push(v, dm);
    }
  }
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach((list, v) => {
    offsets[v + 1] = offsets[v]! + list.length;
  });
  const flat = new Int32Array(offsets[lists.length]!);
  lists.forEach((list, v) => {
    flat.set(list, offsets[v]);
  });
  return { offsets, up: flat };
}
