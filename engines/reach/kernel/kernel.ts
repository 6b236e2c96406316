import type { Links } from '../graph/place.ts';
import { type Answers, runSources, type Sources, type Wish } from './bulk.ts';
import type { Hierarchy } from './hierarchy.ts';
import { compiledPrimitives, type Primitives } from './primitives.ts';
import { javascriptPrimitives } from './primitives-js.ts';
import { reachWasm } from './reach-wasm.ts';
import { type Allocate, lanes, loadGraph, mostDm, openSpace, ownMemory, type Space, sharedMemory } from './space.ts';

/** Who reaches whom: row i holds place[offsets[i] … offsets[i+1]-1] and the walk in dm to each. */
export type ReachMatrix = { offsets: Int32Array; place: Int32Array; dm: Uint16Array };

let compiled: WebAssembly.Module | null | undefined;

/** The compiled kernels, or null where WebAssembly, SIMD or shared memory are missing (old browsers, pages without isolation). */
export function compiledKernels(): WebAssembly.Module | null {
  if (compiled !== undefined) return compiled;
  compiled = null;
  if (typeof WebAssembly === 'object' && typeof SharedArrayBuffer === 'function') {
    const bytes = Uint8Array.from(atob(reachWasm), (c) => c.charCodeAt(0));
    if (WebAssembly.validate(bytes)) compiled = new WebAssembly.Module(bytes);
  }
  return compiled;
}

/** Seeds of many sources in one array. */
export function packSources(seeds: readonly (readonly number[])[]): Sources {
  const offsets = new Int32Array(seeds.length + 1);
  seeds.forEach((list, i) => {
    offsets[i + 1] = offsets[i]! + list.length;
  });
  const flat = new Int32Array(offsets[seeds.length]!);
  seeds.forEach((list, i) => {
    flat.set(list, offsets[i]);
  });
  return { offsets, seeds: flat };
}

/**
 * Bounded walks over one graph on one thread. Compiled code where it can be, its twin in JavaScript elsewhere; both give the same
 * numbers in the same order.
 */
export class Kernel {
  readonly kind: 'webassembly' | 'javascript';
  readonly memory: WebAssembly.Memory | null = null;
  readonly space: Space;
  readonly nodes: number;
  readonly vertices: number;
  /** The longest walk that sweeps know, or 0 where there is no hierarchy. */
  readonly sweepBound: number;
  private readonly run: Primitives;
  private readonly allocate: Allocate;
  private readonly base = { at: 0x7f000000 };

  /** @param hierarchy lets many sources be swept at once */
  constructor(links: Links, hierarchy: Hierarchy | null = null, kind: 'fastest' | 'javascript' = 'fastest') {
    const module = kind === 'fastest' ? compiledKernels() : null;
    this.kind = module ? 'webassembly' : 'javascript';
    this.nodes = links.vertices + links.places;
    this.vertices = links.vertices;
    this.sweepBound = hierarchy?.bound ?? 0;
    if (module) {
      const { memory, allocate } = sharedMemory();
      this.memory = memory;
      this.allocate = allocate;
      this.run = compiledPrimitives(new WebAssembly.Instance(module, { env: { memory } }));
    } else {
      this.allocate = ownMemory;
      this.run = javascriptPrimitives;
    }
    this.space = openSpace(this.allocate, loadGraph(this.allocate, links, hierarchy), this.nodes);
  }

  /** A second space over the same graph, for another thread. */
  spaceForThread(): Space {
    return openSpace(this.allocate, this.space, this.nodes);
  }

  /** People or other weights that `totals` sums, by node from `first` on. */
  weigh(weights: ArrayLike<number>): void {
    this.space.weight.set(weights);
  }

  /** @throws RangeError when the bound is beyond what the kernels or the hierarchy hold */
  check({ bound, sweep }: Pick<Wish, 'bound' | 'sweep'>): void {
    if (!Number.isInteger(bound) || bound < 0 || bound > mostDm) throw new RangeError(`Walks can be bounded by 0 to ${mostDm} dm, not ${bound}.`);
    if (sweep && bound > this.sweepBound) throw new RangeError(`The hierarchy knows walks up to ${this.sweepBound} dm, not ${bound}.`);
  }

  /** Runs some of the sources; see `runSources`. */
  answer(sources: Sources, wish: Wish, begin = 0, end: number = sources.offsets.length - 1): Answers {
    this.check(wish);
    const { space } = this;
    const widest = widestChunk(sources, begin, end, wish.sweep ? lanes : 1);
    if (widest > space.seeds.length) space.seeds = this.allocate('i32', 2 * widest);
    for (;;) {
      const answers = runSources(this.run, space, this.base, sources, wish, begin, end);
      if (answers) return answers;
      space.pool = this.allocate('i32', 2 * space.pool.length);
    }
  }

  /**
   * Walks of at most `bound` dm from each source to each place (or to each node, with `first` 0).
   * @param first number of the first node to report; the first place when absent
   */
  matrix(sources: Sources, bound: number, { first = this.vertices, sweep = false }: { first?: number; sweep?: boolean } = {}): ReachMatrix {
    const { counts, node, dm } = this.answer(sources, { bound, first, give: 'rows', sweep });
    return { offsets: offsetsOf(counts), place: node, dm };
  }
}

/** The most numbers that the seeds of one chunk of sources take. */
function widestChunk({ offsets }: Sources, begin: number, end: number, size: number): number {
  let widest = 0;
  for (let i = begin; i < end; i += size) widest = Math.max(widest, offsets[Math.min(end, i + size)]! - offsets[i]!);
  return widest;
}

/** Where rows begin, from how long they are. */
export function offsetsOf(counts: Int32Array): Int32Array {
  const offsets = new Int32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) offsets[i + 1] = offsets[i]! + counts[i]!;
  return offsets;
}
