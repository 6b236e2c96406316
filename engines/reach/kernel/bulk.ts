import type { Primitives } from './primitives.ts';
import type { Space } from './space.ts';

/** Sources one after the other: seeds of source i are pairs (node, dm) in seeds[offsets[i] … offsets[i+1]-1]. */
export type Sources = { offsets: Int32Array; seeds: Int32Array };
export type Wish = {
  bound: number;
  /** Nodes below this number are walked over but not reported. */
  first: number;
  /** `rows`: who is reached and how far. `totals`: per source the sum of weights and of dm. */
  give: 'rows' | 'totals';
  /** Sixteen sources at a time along the hierarchy, or one search each. */
  sweep: boolean;
};
/** Answers of sources in order: counts of rows and the rows, or pairs of totals. */
export type Answers = { counts: Int32Array; node: Int32Array; dm: Uint16Array; totals: Float64Array };

/**
 * Runs the sources `begin` … `end`-1. Self-contained: threads are given its source.
 * @returns null when a search needs a larger pool
 */
export function runSources(run: Primitives, space: Space, base: { at: number }, sources: Sources, wish: Wish, begin: number, end: number): Answers | null {
  const lanes = 16;
  const { bound, first } = wish;
  const counts = new Int32Array(end - begin);
  const totals = new Float64Array(wish.give === 'totals' ? 2 * (end - begin) : 0);
  let node = new Int32Array(wish.give === 'rows' ? 1024 * Math.min(64, end - begin) : 0);
  let dm = new Uint16Array(node.length);
  let used = 0;
  const keep = (source: number, n: number) => {
    if (used + n > node.length) {
      const wider = new Int32Array(2 * (used + n));
      wider.set(node.subarray(0, used));
      node = wider;
      const wide = new Uint16Array(wider.length);
      wide.set(dm.subarray(0, used));
      dm = wide;
    }
    node.set(space.outNode.subarray(0, n), used);
    dm.set(space.outDm.subarray(0, n), used);
    counts[source - begin] = n;
    used += n;
  };
  const search = (from: number, to: number) => {
    base.at -= bound + 1;
    if (base.at < 0) {
      space.dist.fill(0x7fffffff);
      base.at = 0x7f000000 - bound;
    }
    const length = sources.offsets[to]! - sources.offsets[from]!;
    space.seeds.set(sources.seeds.subarray(sources.offsets[from]!, sources.offsets[to]!));
    const count = run.search(space, base.at, bound, length >> 1);
    if (count < 0) space.heads.fill(-1);
    return count;
  };
  for (let i = begin; i < end; i += wish.sweep ? lanes : 1) {
    const stop = wish.sweep ? Math.min(end, i + lanes) : i + 1;
    const count = search(i, stop);
    if (count < 0) return null;
    if (!wish.sweep) {
      if (wish.give === 'rows') keep(i, run.emit(space, count, base.at, first));
      else {
        run.total(space, count, base.at, first);
        totals.set(space.totals.subarray(0, 2), 2 * (i - begin));
      }
      continue;
    }
    run.sortByRank(space, count);
    run.clear(space, count);
    for (let s = i; s < stop; s++) {
      for (let k = sources.offsets[s]!; k < sources.offsets[s + 1]!; k += 2) {
        if (sources.seeds[k + 1]! <= bound) run.plant(space, sources.seeds[k]!, s - i, sources.seeds[k + 1]!);
      }
    }
    run.sweep(space, count);
    if (wish.give === 'rows') for (let s = i; s < stop; s++) keep(s, run.emitLane(space, count, s - i, bound, first));
    else {
      run.totalLanes(space, count, bound, first);
      totals.set(space.totals.subarray(0, 2 * (stop - i)), 2 * (i - begin));
    }
  }
  return { counts, node: node.slice(0, used), dm: dm.slice(0, used), totals };
}
