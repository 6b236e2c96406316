import type { Primitives } from './primitives.ts';
import { bucketBits, lanes } from './space.ts';

/** The search in JavaScript, twin of `search`, `emit` and `total` in reach.c. */
const searching: Pick<Primitives, 'search' | 'emit' | 'total'> = {
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
      const b = (d - base) >> bucketBits;
      pool[3 * used] = v;
      pool[3 * used + 1] = d;
      pool[3 * used + 2] = heads[b]!;
      heads[b] = used++;
    }
    for (let b = 0, last = bound >> bucketBits; b <= last; b++) {
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
          const t = (to - base) >> bucketBits;
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
};

/** The sweep in JavaScript, twin of its functions in reach.c. */
const sweeping: Omit<Primitives, keyof typeof searching> = {
  sortByRank({ reached, rank, region }, count) {
    region.set(reached.subarray(0, count));
    region.subarray(0, count).sort((a, b) => rank[a]! - rank[b]!);
  },
  clear({ region, row, matrix }, count) {
    for (let i = 0; i < count; i++) row[region[i]!] = i;
    matrix.fill(0xffff, 0, count * lanes);
  },
  plant({ row, matrix }, node, lane, dm) {
    const at = row[node]! * lanes + lane;
    if (dm < matrix[at]!) matrix[at] = dm;
  },
  sweep({ upOffsets, up, region, row, matrix }, count) {
    for (let i = 0; i < count; i++) {
      for (let k = upOffsets[region[i]!]!, end = upOffsets[region[i]! + 1]!; k < end; k += 2) {
        const j = row[up[k]!]!;
        if (j < 0 || j >= count || region[j] !== up[k]) continue;
        const w = up[k + 1]!;
        for (let from = i * lanes, to = j * lanes, stop = to + lanes; to < stop; from++, to++) {
          const dm = matrix[from]! + w;
          if (dm < matrix[to]!) matrix[to] = dm;
        }
      }
    }
    for (let i = count - 1; i >= 0; i--) {
      for (let k = upOffsets[region[i]!]!, end = upOffsets[region[i]! + 1]!; k < end; k += 2) {
        const j = row[up[k]!]!;
        if (j < 0 || j >= count || region[j] !== up[k]) continue;
        const w = up[k + 1]!;
        for (let from = j * lanes, to = i * lanes, stop = to + lanes; to < stop; from++, to++) {
          const dm = matrix[from]! + w;
          if (dm < matrix[to]!) matrix[to] = dm;
        }
      }
    }
  },
  emitLane({ region, matrix, outNode, outDm }, count, lane, bound, first) {
    let n = 0;
    for (let i = 0; i < count; i++) {
      const dm = matrix[i * lanes + lane]!;
      const v = region[i]!;
      if (dm > bound || v < first) continue;
      outNode[n] = v - first;
      outDm[n++] = dm;
    }
    return n;
  },
  totalLanes({ region, matrix, weight, totals }, count, bound, first) {
    totals.fill(0);
    for (let i = 0; i < count; i++) {
      const v = region[i]!;
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

/** The primitives in JavaScript. */
export const javascriptPrimitives: Primitives = { ...searching, ...sweeping };
