import type { Bit, Circuit } from './bits.ts';

const leb = (value: number): number[] => {
  const out: number[] = [];
  let rest = value;
  do {
    const byte = rest % 128;
    rest = Math.floor(rest / 128);
    out.push(rest > 0 ? byte | 128 : byte);
  } while (rest > 0);
  return out;
};
const sized = (bytes: readonly number[]) => [...leb(bytes.length), ...bytes];
const vector = (items: readonly (readonly number[])[]) => [...leb(items.length), ...items.flat()];
const section = (id: number, bytes: readonly number[]) => [id, ...sized(bytes)];
const name = (text: string) => sized([...new TextEncoder().encode(text)]);

const i32 = 0x7f;
const v128 = 0x7b;
const simd = (code: number) => [0xfd, ...leb(code)];
const load = (offset: number) => [...simd(0), 4, ...leb(offset)];
const store = (offset: number) => [...simd(11), 4, ...leb(offset)];
const operations = { and: simd(78), andNot: simd(79), or: simd(80), xor: simd(81), shiftUp: simd(171), shiftDown: simd(173) };
const constant = (byte: number) => [...simd(12), ...new Array<number>(16).fill(byte)];
const get = (local: number) => [0x20, ...leb(local)];
const set = (local: number) => [0x21, ...leb(local)];
const tee = (local: number) => [0x22, ...leb(local)];
const int = (value: number) => [0x41, ...signed(value)];
function signed(value: number): number[] {
  const out: number[] = [];
  let rest = value | 0;
  for (;;) {
    const byte = rest & 127;
    rest >>= 7;
    const isLast = (rest === 0 && (byte & 64) === 0) || (rest === -1 && (byte & 64) !== 0);
    out.push(isLast ? byte : byte | 128);
    if (isLast) return out;
  }
}

/** How many nodes one function holds at most: larger ones take long to compile, smaller ones share less. */
const nodesPerFunction = 1500;

/** What the code works on: addresses in bytes. `scratch` holds what several functions use, 16 bytes each. */
export type Addresses = { scratch: number; counts: number; planes: number; planeStride: number; results: number; resultStride: number };

type Roots = { shared: readonly Bit[]; outputs: readonly Bit[] };

/** Code of one function: computes some roots for 128 people; parameters are the addresses of their planes and of their results. */
class Emitter {
  readonly code: number[] = [];
  private locals = 0;
  private readonly localOf = new Map<Bit, number>();
  private readonly circuit: Circuit;
  private readonly scratchOf: ReadonlyMap<Bit, number>;
  private readonly uses: Map<Bit, number>;

  constructor(circuit: Circuit, scratchOf: ReadonlyMap<Bit, number>, uses: Map<Bit, number>) {
    this.circuit = circuit;
    this.scratchOf = scratchOf;
    this.uses = uses;
  }

  value(bit: Bit): void {
    const local = this.localOf.get(bit);
    if (local !== undefined) {
      this.code.push(...get(local));
      return;
    }
    const scratch = this.scratchOf.get(bit);
    if (scratch === undefined) this.compute(bit);
    else this.code.push(...int(0), ...load(scratch));
    if ((this.uses.get(bit) ?? 0) > 1) {
      const made = 2 + this.locals++;
      this.localOf.set(bit, made);
      this.code.push(...tee(made));
    }
  }

  private compute(bit: Bit): void {
    const { op, a, b } = this.circuit.nodes[bit]!;
    if (op === 'plane') this.code.push(...get(0), ...load(a * 64));
    else if (op === 'zero' || op === 'ones') this.code.push(...constant(op === 'ones' ? 255 : 0));
    else {
      this.value(a);
      if (op === 'shiftUp' || op === 'shiftDown') this.code.push(...int(b));
      else this.value(b);
      this.code.push(...operations[op]);
    }
  }

  store(bit: Bit, toScratch: number | null, output: number): void {
    this.code.push(...(toScratch === null ? get(1) : int(0)));
    this.value(bit);
    this.code.push(...store(toScratch ?? output * 64));
  }

  body(): number[] {
    return sized([...vector(this.locals > 0 ? [[...leb(this.locals), v128]] : []), ...this.code, 0x0b]);
  }
}

/** Nodes that a root needs and that nothing before it left behind, counted into `uses`. */
function reach(circuit: Circuit, root: Bit, scratchOf: ReadonlyMap<Bit, number>, uses: Map<Bit, number>): void {
  const seen = uses.get(root) ?? 0;
  uses.set(root, seen + 1);
  if (seen > 0 || scratchOf.has(root)) return;
  const { op, a, b } = circuit.nodes[root]!;
  if (op === 'plane' || op === 'zero' || op === 'ones') return;
  reach(circuit, a, scratchOf, uses);
  if (op !== 'shiftUp' && op !== 'shiftDown') reach(circuit, b, scratchOf, uses);
}

type Piece = { bit: Bit; output: number | null };

function functionsOf(circuit: Circuit, { shared, outputs }: Roots, scratch: number): number[][] {
  const pieces: Piece[] = [...shared.map((bit) => ({ bit, output: null })), ...outputs.map((bit, output) => ({ bit, output }))];
  const scratchOf = new Map<Bit, number>();
  const bodies: number[][] = [];
  let batch: Piece[] = [];
  let uses = new Map<Bit, number>();
  const close = () => {
    const emitter = new Emitter(circuit, scratchOf, uses);
    const kept: [Bit, number][] = [];
    for (const { bit, output } of batch) {
      const place = output === null ? scratch + 16 * (scratchOf.size + kept.length) : null;
      emitter.store(bit, place, output ?? 0);
      if (place !== null) kept.push([bit, place]);
    }
    for (const [bit, place] of kept) scratchOf.set(bit, place);
    bodies.push(emitter.body());
    batch = [];
    uses = new Map();
  };
  for (const piece of pieces) {
    batch.push(piece);
    reach(circuit, piece.bit, scratchOf, uses);
    if (uses.size > nodesPerFunction) close();
  }
  if (batch.length > 0) close();
  return bodies;
}

/** Adds up how many bits each result plane of a tile has set: counts[plane] is four numbers of 32 bits. */
function countBody({ counts }: Addresses, outputs: number): number[] {
  // Parameters: 0 results of the tile. Locals: 1 plane, 2 its sum.
  const popcount = simd(98);
  const one = (part: number) => [...get(0), ...load(16 * part), ...popcount];
  const code = [
    ...[0x03, 0x40],
    ...one(0),
    ...one(1),
    ...simd(110),
    ...one(2),
    ...simd(110),
    ...one(3),
    ...simd(110),
    ...simd(125),
    ...simd(127),
    ...set(2),
    ...get(1),
    ...get(1),
    ...load(counts),
    ...get(2),
    ...simd(174),
    ...store(counts),
    ...get(0),
    ...int(64),
    0x6a,
    ...set(0),
    ...get(1),
    ...int(16),
    0x6a,
    ...tee(1),
    ...int(16 * outputs),
    0x49,
    0x0d,
    0,
    0x0b,
  ];
  return sized([
    ...vector([
      [1, i32],
      [1, v128],
    ]),
    ...code,
    0x0b,
  ]);
}

/** run(fromTile, toTile): every function on the four quarters of each tile, then the count. */
function runBody(at: Addresses, functions: number): number[] {
  // Parameters: 0 tile, 1 end. Locals: 2 planes, 3 results, 4 quarter.
  const call = (number: number) => [0x10, ...leb(number)];
  const quarter = Array.from({ length: functions }, (_, f) => [...get(2), ...get(4), 0x6a, ...get(3), ...get(4), 0x6a, ...call(f)]).flat();
  const address = (base: number, stride: number) => [...get(0), ...int(stride), 0x6c, ...int(base), 0x6a];
  const code = [
    ...[0x03, 0x40],
    ...address(at.planes, at.planeStride),
    ...set(2),
    ...address(at.results, at.resultStride),
    ...set(3),
    ...int(0),
    ...set(4),
    ...[0x03, 0x40],
    ...quarter,
    ...get(4),
    ...int(16),
    0x6a,
    ...tee(4),
    ...int(64),
    0x49,
    0x0d,
    0,
    0x0b,
    ...get(3),
    ...call(functions),
    ...get(0),
    ...int(1),
    0x6a,
    ...tee(0),
    ...get(1),
    0x49,
    0x0d,
    0,
    0x0b,
  ];
  return sized([...vector([[3, i32]]), ...code, 0x0b]);
}

/**
 * A WebAssembly module with SIMD that computes the outputs of a circuit for tiles of people, tile by tile: `run(fromTile, toTile)`, which needs
 * fromTile < toTile. It imports `e.m`, a shared memory.
 * @param roots outputs, and before them what many of them use
 */
export function emit(circuit: Circuit, roots: Roots, at: Addresses, pages: { least: number; most: number }): Uint8Array<ArrayBuffer> {
  const bodies = functionsOf(circuit, roots, at.scratch);
  const types = vector([
    [0x60, 2, i32, i32, 0],
    [0x60, 1, i32, 0],
  ]);
  const bytes = [
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(2, vector([[...name('e'), ...name('m'), 2, 3, ...leb(pages.least), ...leb(pages.most)]])),
    ...section(3, vector([...bodies.map(() => [0]), [1], [0]])),
    ...section(7, vector([[...name('run'), 0, ...leb(bodies.length + 1)]])),
    ...section(10, vector([...bodies, countBody(at, roots.outputs.length), runBody(at, bodies.length)])),
  ];
  return Uint8Array.from(bytes);
}
