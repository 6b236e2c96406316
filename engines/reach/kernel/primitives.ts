import type { Space } from './space.ts';

/** What a kernel can do; each works on the arrays of a space and means the same in every implementation. */
export type Primitives = {
  /** Searches from `seedCount` pairs (node, dm) in `seeds`. How many nodes were reached, or -1 when the pool is too small. */
  search(space: Space, base: number, bound: number, seedCount: number): number;
  /** Writes reached nodes from number `first` on to `outNode` (less first) and `outDm`; how many. */
  emit(space: Space, count: number, base: number, first: number): number;
  /** Sums weights and dm of reached nodes from `first` on into `totals[0]`, `totals[1]`. */
  total(space: Space, count: number, base: number, first: number): void;
  /** The reached nodes, ascending by rank, into `region`. */
  sortByRank(space: Space, count: number): void;
  /** Numbers the rows of the region and empties its matrix. */
  clear(space: Space, count: number): void;
  /** Source of a lane: `dm` at `node`. */
  plant(space: Space, node: number, lane: number, dm: number): void;
  sweep(space: Space, count: number): void;
  emitLane(space: Space, count: number, lane: number, bound: number, first: number): number;
  /** Sums per lane into `totals[2 * lane]` (weights) and `totals[2 * lane + 1]` (dm). */
  totalLanes(space: Space, count: number, bound: number, first: number): void;
};

/** The primitives of compiled code over the memory that it was given. Self-contained: threads are given its source. */
export function compiledPrimitives(instance: WebAssembly.Instance): Primitives {
  const code = instance.exports as Record<string, (...numbers: number[]) => number>;
  const at = (array: { byteOffset: number }) => array.byteOffset;
  return {
    search: (s, base, bound, seedCount) =>
      code['search']!(
        at(s.offsets),
        at(s.adjacent),
        at(s.dist),
        base,
        bound,
        at(s.heads),
        at(s.pool),
        (s.pool.length / 3) | 0,
        at(s.reached),
        at(s.seeds),
        seedCount,
      ),
    emit: (s, count, base, first) => code['emit']!(at(s.reached), count, at(s.dist), base, first, at(s.outNode), at(s.outDm)),
    total: (s, count, base, first) => void code['total']!(at(s.reached), count, at(s.dist), base, first, at(s.weight), at(s.totals)),
    sortByRank: (s, count) => void code['sort_by_rank']!(at(s.reached), count, at(s.rank), at(s.region), at(s.spare), at(s.counts), s.radix[0]!, s.radix[1]!),
    clear: (s, count) => void code['clear']!(at(s.region), count, at(s.row), at(s.matrix)),
    plant: (s, node, lane, dm) => void code['plant']!(at(s.row), at(s.matrix), node, lane, dm),
    sweep: (s, count) => void code['sweep']!(at(s.upOffsets), at(s.up), at(s.region), count, at(s.row), at(s.matrix), at(s.local)),
    emitLane: (s, count, lane, bound, first) => code['emit_lane']!(at(s.region), count, at(s.matrix), lane, bound, first, at(s.outNode), at(s.outDm)),
    totalLanes: (s, count, bound, first) => void code['total_lanes']!(at(s.region), count, at(s.matrix), bound, first, at(s.weight), at(s.totals)),
  };
}
