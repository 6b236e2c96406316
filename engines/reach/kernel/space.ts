import type { Links } from '../graph/place.ts';
import type { Hierarchy } from './hierarchy.ts';

/** Walks longer than this many dm are beyond the kernels: distances leave them as 16-bit numbers. */
export const mostDm = 65_534;
/** How many sources one sweep serves. */
export const lanes = 16;
/** Searches sort by 2^7 dm. */
export const bucketBits = 7;

/**
 * The arrays that the kernels work on. All lie in one memory where there is WebAssembly, so that a pointer is an array's byte offset;
 * graph and hierarchy are shared by all threads, the rest belongs to one thread.
 */
export type Space = {
  offsets: Int32Array;
  adjacent: Int32Array;
  dist: Int32Array;
  heads: Int32Array;
  pool: Int32Array;
  reached: Int32Array;
  seeds: Int32Array;
  outNode: Int32Array;
  outDm: Uint16Array;
  weight: Float64Array;
  totals: Float64Array;
  rank: Int32Array;
  upOffsets: Int32Array;
  up: Int32Array;
  region: Int32Array;
  spare: Int32Array;
  counts: Int32Array;
  row: Int32Array;
  local: Int32Array;
  matrix: Uint16Array;
  /** Bits per pass and passes with which ranks are sorted. */
  radix: readonly [number, number];
};
type ArrayKind = 'i32' | 'u16' | 'f64';
export type Allocate = <K extends ArrayKind>(kind: K, length: number) => K extends 'i32' ? Int32Array : K extends 'u16' ? Uint16Array : Float64Array;

const bytesOf = { i32: 4, u16: 2, f64: 8 };
const firstByte = 65_536; // below lies the stack of the compiled code
const page = 65_536;

function viewOf(buffer: ArrayBufferLike, kind: ArrayKind, at: number, length: number): Int32Array | Uint16Array | Float64Array {
  if (kind === 'i32') return new Int32Array(buffer, at, length);
  return kind === 'u16' ? new Uint16Array(buffer, at, length) : new Float64Array(buffer, at, length);
}

/** Arrays in one shared WebAssembly memory, each at a multiple of 64 bytes; the memory grows as they are asked for. */
export function sharedMemory(): { memory: WebAssembly.Memory; allocate: Allocate } {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 32_768, shared: true });
  let at = firstByte;
  const allocate = (kind: ArrayKind, length: number) => {
    const start = at;
    at += Math.ceil((length * bytesOf[kind]) / 64) * 64;
    const missing = Math.ceil((at - memory.buffer.byteLength) / page);
    if (missing > 0) memory.grow(missing);
    return viewOf(memory.buffer, kind, start, length);
  };
  return { memory, allocate: allocate as Allocate };
}

/** Arrays each by itself, for the kernels in JavaScript. */
export const ownMemory: Allocate = ((kind: ArrayKind, length: number) => viewOf(new ArrayBuffer(length * bytesOf[kind]), kind, 0, length)) as Allocate;

/** Puts a graph, and a hierarchy where sweeps are wanted, into memory. */
export function loadGraph(allocate: Allocate, links: Links, hierarchy: Hierarchy | null): Pick<Space, 'offsets' | 'adjacent' | 'rank' | 'upOffsets' | 'up'> {
  const put = (array: Int32Array) => {
    const copy = allocate('i32', array.length);
    copy.set(array);
    return copy;
  };
  const none = allocate('i32', 0);
  return {
    offsets: put(links.offsets),
    adjacent: put(links.adjacent),
    rank: hierarchy ? put(hierarchy.rank) : none,
    upOffsets: hierarchy ? put(hierarchy.offsets) : none,
    up: hierarchy ? put(hierarchy.up) : none,
  };
}

/** What one thread needs beside the graph. */
export function openSpace(allocate: Allocate, graph: ReturnType<typeof loadGraph>, nodes: number): Space {
  const sweeps = graph.rank.length > 0 ? nodes : 0;
  const bits = Math.ceil(Math.log2(nodes + 1));
  const passes = bits > 22 ? 3 : 2;
  const radix = [Math.ceil(bits / passes), passes] as const;
  return {
    ...graph,
    dist: allocate('i32', nodes).fill(0x7fffffff),
    heads: allocate('i32', (mostDm >> bucketBits) + 1).fill(-1),
    pool: allocate('i32', 3 * (2 * nodes + 4096)),
    reached: allocate('i32', nodes),
    seeds: allocate('i32', 4096),
    outNode: allocate('i32', nodes),
    outDm: allocate('u16', nodes),
    weight: allocate('f64', nodes),
    totals: allocate('f64', 2 * lanes),
    region: allocate('i32', sweeps),
    spare: allocate('i32', sweeps),
    counts: allocate('i32', 2 ** radix[0]),
    row: allocate('i32', sweeps),
    local: allocate('i32', sweeps + graph.up.length),
    matrix: allocate('u16', lanes * sweeps),
    radix,
  };
}
