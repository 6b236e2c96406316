import type { Space } from './space.ts';

/** What a kernel can do; each works on the arrays of a space and means the same in every implementation. */
export type Primitives = {
  /** Searches from `seedCount` pairs (node, dm) in `seeds`. How many nodes were reached, or -1 when the pool is too small. */
  search(space: Space, base: number, bound: number, seedCount: number): number;
  /** Writes reached nodes from number `first` on to `outNode` (less first) and `outDm`; how many. */
  emit(space: Space, count: number, base: number, first: number): number;
  /** Sums weights and dm of reached nodes from `first` on into `totals[0]`, `totals[1]`. */
  total(space: Space, count: number, base: number, first: number): void;
  /** Ranks of the reached nodes, ascending, into `ranks`. */
  sortRanks(space: Space, count: number): void;
  /** Numbers the rows of the region and empties its matrix. */
  clear(space: Space, count: number): void;
  /** Source of a lane: `dm` at `node`. */
  plant(space: Space, node: number, lane: number, dm: number): void;
  sweep(space: Space, count: number): void;
  emitLane(space: Space, count: number, lane: number, bound: number, first: number): number;
  /** Sums per lane into `totals[2 * lane]` (weights) and `totals[2 * lane + 1]` (dm). */
  totalLanes(space: Space, count: number, bound: number, first: number): void;
};

/** The primitives in JavaScript. Self-contained: threads are given its source. */
export function javascriptPrimitives(): Primitives {
  const shift = 7;
  const lanes = 16;
  return {
    search({ offsets, adjacent, dist, heads, pool, reached, seeds }, base, bound, seedCount) {
      const limit = base + bound;
      const size = (pool.length / 3) | 0;
      let count = 0;
      let used = 0;
      for (let s = 0; s < seedCount; s++) {
        const v = seeds[2 * s]!;
        const d = base + seeds[2 * s + 1]!;
        if (d > limit || d >= dist[v]!) continue;
        if (dist[v]! > limit) reached[count++] = v;
        dist[v] = d;
        if (used === size) return -1;
        const b = (d - base) >> shift;
        pool[3 * used] = v;
        pool[3 * used + 1] = d;
        pool[3 * used + 2] = heads[b]!;
        heads[b] = used++;
      }
      for (let b = 0, last = bound >> shift; b <= last; b++) {
        for (let entry = heads[b]!; entry >= 0; entry = heads[b]!) {
          const at = 3 * entry;
          heads[b] = pool[at + 2]!;
          const v = pool[at]!;
          const d = pool[at + 1]!;
          if (dist[v] !== d) continue;
          for (let i = offsets[v]!, end = offsets[v + 1]!; i < end; i += 2) {
            const u = adjacent[i]!;
            const w = adjacent[i + 1]!;
            const to = d + (w >> 1);
            const old = dist[u]!;
            if (to >= old || to > limit) continue;
            if (old > limit) reached[count++] = u;
            dist[u] = to;
            if ((w & 1) !== 0) continue;
            if (used === size) return -1;
            const t = (to - base) >> shift;
            const free = 3 * used;
            pool[free] = u;
            pool[free + 1] = to;
            pool[free + 2] = heads[t]!;
            heads[t] = used++;
          }
        }
      }
      return count;
    },
    emit({ reached, dist, outNode, outDm }, count, base, first) {
      let n = 0;
      for (let i = 0; i < count; i++) {
        const v = reached[i]!;
        if (v < first) continue;
        outNode[n] = v - first;
        outDm[n++] = dist[v]! - base;
      }
      return n;
    },
    total({ reached, dist, weight, totals }, count, base, first) {
      let sum = 0;
      let dm = 0;
      for (let i = 0; i < count; i++) {
        const v = reached[i]!;
        if (v < first) continue;
        sum += weight[v - first]!;
        dm += dist[v]! - base;
      }
      totals[0] = sum;
      totals[1] = dm;
    },
    sortRanks({ reached, rank, ranks }, count) {
      for (let i = 0; i < count; i++) ranks[i] = rank[reached[i]!]!;
      ranks.subarray(0, count).sort();
    },
    clear({ ranks, row, matrix }, count) {
      for (let i = 0; i < count; i++) row[ranks[i]!] = i;
      matrix.fill(0xffff, 0, count * lanes);
    },
    plant({ rank, row, matrix }, node, lane, dm) {
      const at = row[rank[node]!]! * lanes + lane;
      if (dm < matrix[at]!) matrix[at] = dm;
    },
    sweep({ upOffsets, up, ranks, row, matrix }, count) {
      for (let i = 0; i < count; i++) {
        for (let k = upOffsets[ranks[i]!]!, end = upOffsets[ranks[i]! + 1]!; k < end; k += 2) {
          const j = row[up[k]!]!;
          if (j < 0 || j >= count || ranks[j] !== up[k]) continue;
          const w = up[k + 1]!;
          for (let from = i * lanes, to = j * lanes, stop = to + lanes; to < stop; from++, to++) {
            const dm = matrix[from]! + w;
            if (dm < matrix[to]!) matrix[to] = dm;
          }
        }
      }
      for (let i = count - 1; i >= 0; i--) {
        for (let k = upOffsets[ranks[i]!]!, end = upOffsets[ranks[i]! + 1]!; k < end; k += 2) {
          const j = row[up[k]!]!;
          if (j < 0 || j >= count || ranks[j] !== up[k]) continue;
          const w = up[k + 1]!;
          for (let from = j * lanes, to = i * lanes, stop = to + lanes; to < stop; from++, to++) {
            const dm = matrix[from]! + w;
            if (dm < matrix[to]!) matrix[to] = dm;
          }
        }
      }
    },
    emitLane({ ranks, order, matrix, outNode, outDm }, count, lane, bound, first) {
      let n = 0;
      for (let i = 0; i < count; i++) {
        const dm = matrix[i * lanes + lane]!;
        const v = order[ranks[i]!]!;
        if (dm > bound || v < first) continue;
        outNode[n] = v - first;
        outDm[n++] = dm;
      }
      return n;
    },
    totalLanes({ ranks, order, matrix, weight, totals }, count, bound, first) {
      totals.fill(0);
      for (let i = 0; i < count; i++) {
        const v = order[ranks[i]!]!;
        if (v < first) continue;
        const w = weight[v - first]!;
        for (let l = 0; l < lanes; l++) {
          const dm = matrix[i * lanes + l]!;
          if (dm > bound) continue;
          totals[2 * l]! += w;
          totals[2 * l + 1]! += dm;
        }
      }
    },
  };
}

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
    sortRanks: (s, count) => void code['sort_ranks']!(at(s.reached), count, at(s.rank), at(s.ranks), at(s.spare), at(s.counts), s.radix[0]!, s.radix[1]!),
    clear: (s, count) => void code['clear']!(at(s.ranks), count, at(s.row), at(s.matrix)),
    plant: (s, node, lane, dm) => void code['plant']!(at(s.row), at(s.matrix), s.rank[node]!, lane, dm),
    sweep: (s, count) => void code['sweep']!(at(s.upOffsets), at(s.up), at(s.ranks), count, at(s.row), at(s.matrix), at(s.local)),
    emitLane: (s, count, lane, bound, first) =>
      code['emit_lane']!(at(s.ranks), count, at(s.order), at(s.matrix), lane, bound, first, at(s.outNode), at(s.outDm)),
    totalLanes: (s, count, bound, first) => void code['total_lanes']!(at(s.ranks), count, at(s.order), at(s.matrix), bound, first, at(s.weight), at(s.totals)),
  };
}
